import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def products(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("sku,name,price,color\nA,Apple,1,red\nB,Pear,x,green\n")
    return path


def run(path: Path, *options: str) -> tuple[str, str, CommandError | None]:
    """Return what the command printed, what it printed as errors, and how it failed."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_products", str(path), *options, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error
    return out.getvalue(), err.getvalue(), None


def test_command_counts_and_names_refused_rows(products: Path) -> None:
    out, err, _ = run(products)
    assert out.startswith("Created 1, updated 0, unchanged 0, refused 1: 2 rows in ")
    assert "Columns not imported: color." in out
    assert err == "line 3, B: price: “x” is no number\n"


def test_command_fails_when_rows_were_refused(products: Path) -> None:
    failure = run(products)[2]
    assert failure is not None
    assert (str(failure), failure.returncode) == ("1 row refused.", 1)


def test_command_can_live_with_refused_rows(products: Path) -> None:
    assert run(products, "--skip-refused")[2] is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be opened: No such file"), ("", "nothing was. The file is empty"), ("name\n", "no column “sku”")],
)
def test_file_that_cannot_be_read_is_another_failure(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "products.csv"
    if content is not None:
        path.write_text(content)
    failure = run(path)[2]
    assert failure is not None
    assert reason in str(failure)
    assert (failure.returncode, Product.objects.count()) == (2, 0)


def test_command_shows_progress_on_a_terminal(products: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    call_command("import_products", str(products), "--skip-refused", stdout=out, stderr=io.StringIO(), no_color=True)
    assert out.getvalue().startswith("\r2 of 2 rows, ")


def test_skipped_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("sku,store_view_code,name\nA,german,Apfel\n")
    assert "1 row skipped: values of single store views are not kept." in run(path)[0]
