import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from catalog.actions import import_products as importing
from catalog.actions.steps.import_batch import import_batch
from catalog.actions.steps.import_file import ImportReport
from catalog.actions.steps.import_plan import Shop
from catalog.management.commands.import_products import Command
from catalog.models import Product
from catalog.rules.product_row import ProductRow

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


def test_how_the_file_was_read_is_said_and_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes("sku;name;price\nA;Größe;1,5\n".encode("cp1252"))
    out, err, failure = run(path, "--decimal", "comma")
    assert "Read as Windows-1252, cells separated by semicolon." in out
    assert (err, failure, Product.objects.get().name) == ("", None, "Größe")
    out, err, _ = run(path, "--encoding", "utf-8", "--delimiter", "semicolon")
    assert "name: it holds a byte that is not UTF-8" in err


def test_database_that_is_away_is_one_sentence_and_another_failure(
    products: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> Shop:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(Shop, "now", away)
    _, _, failure = run(products)
    assert failure is not None
    reason = "The database cannot be reached, and nothing was imported: connection refused"
    assert (str(failure), failure.returncode) == (reason, 3)


def test_database_that_is_lost_in_the_middle_keeps_what_was_imported_and_a_repeat_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "products.csv"
    path.write_text("sku,name,price\n" + "".join(f"S{n},Tent,1\n" for n in range(5)))
    monkeypatch.setattr(importing, "BATCH", 2)
    batches: list[object] = []

    def losing(rows: Sequence[ProductRow], shop: Shop, *, most_change: bool) -> ImportReport:
        batches.append(rows)
        if len(batches) == 2:
            raise OperationalError("the connection is lost")
        return import_batch(rows, shop, most_change=most_change)

    monkeypatch.setattr(importing, "import_batch", losing)
    failure = run(path)[2]
    assert failure is not None
    assert (failure.returncode, Product.objects.count()) == (3, 2)
    assert str(failure).startswith(
        "The connection to the database was lost after 2 rows, which stay. Import the same file"
    )
    assert run(path)[0].startswith("Created 3, updated 0, unchanged 2, refused 0: 5 rows")


@pytest.mark.parametrize(
    "words", ["open orders, which lie here", "--delimiter", "--encoding", "--decimal", "3: the database is away"]
)
def test_help_says_it(words: str) -> None:
    assert words in " ".join(Command().create_parser("manage.py", "import_products").format_help().split())
