import pytest

from inventory_site.front_door.content_type import read_content_type, readable_environ

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("sent", "given", "problem"),
    [
        (FORM, FORM, ""),
        (f"{FORM}; charset=UTF-8", FORM, ""),
        (f'{FORM};charset="utf8"', FORM, ""),
        (f"{FORM}; charset=latin-1", FORM, "charset"),
        (f"{FORM}; CHARSET = zlib", FORM, "charset"),
        (f"{FORM}; charset*=klingon''x", FORM, "charset"),
        (f"{FORM}; charset=", FORM, "charset"),
        ("multipart/form-data; boundary=X; charset=utf-8", "multipart/form-data; boundary=X", ""),
        ('multipart/form-data; a=b; Boundary="a b"', 'multipart/form-data; boundary="a b"', ""),
        ("multipart/form-data; boundary*=klingon''x", "multipart/form-data", ""),
        ("text/plain; a*=klingon''x", "text/plain", ""),
        ("x" * 400, "", "length"),
        ("", "", ""),
    ],
)
def test_what_django_is_given_is_kind_and_boundary(sent: str, given: str, problem: str) -> None:
    assert read_content_type(sent) == (given, problem)


def test_the_problem_stands_in_the_environment() -> None:
    read = readable_environ({"CONTENT_TYPE": f"{FORM}; charset=zlib", "PATH_INFO": "/"})
    assert read == {"CONTENT_TYPE": FORM, "PATH_INFO": "/", "HTTP_X_SALABLE_UNREADABLE": "charset"}
