"""A name says what is inside; these names say nothing."""

from tests.architecture.written_files import ROOT, name_of, written_files

# A template that takes the place of one of Unfold's has its name.
UNFOLDS = "templates/unfold/"
SAYS_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc"}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    parts = {
        name_of(path): {path.stem, *path.parent.parts}
        for path in written_files(".py", ".js", ".css", ".html")
        if not name_of(path).startswith(UNFOLDS)
    }
    assert [name for name, names in parts.items() if names & SAYS_NOTHING] == []


def test_each_migration_says_what_it_does() -> None:
    migrations = [
        path for app in ("catalog", "backorders", "inventory_site") for path in (ROOT / app).glob("migrations/0*.py")
    ]
    assert migrations
    assert [name_of(path) for path in migrations if "_auto_" in path.name or path.stem == "0001_initial"] == []
