"""The shop's style sheets come to the browser as one, however static files are served."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.test import Client

from inventory_site import shop_sheet
from inventory_site.shop_sheet import FOLDER, PARTS, SHEET, ShopSheetFinder, joined

SOURCES = Path(settings.BASE_DIR) / "static" / FOLDER


def test_each_sheet_of_the_folder_is_a_part_once() -> None:
    assert sorted(PARTS) == sorted(path.stem for path in SOURCES.glob("*.css"))


def test_the_joined_sheet_holds_each_part_and_follows_its_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Path(str(finders.find(SHEET)))
    assert all((SOURCES / f"{part}.css").read_text() in found.read_text() for part in PARTS)
    finder = ShopSheetFinder()
    finder.storage = type(finder.storage)(location=tmp_path)
    before = Path(finder.find(SHEET)).read_text()
    monkeypatch.setattr(shop_sheet, "joined", lambda: joined() + "/* new */")
    assert Path(finder.find(SHEET)).read_text() == before + "/* new */"


def test_other_files_are_found_where_they_lie() -> None:
    assert ShopSheetFinder().find("storefront/mark.svg") == []
    assert finders.find(SHEET, find_all=True) == [finders.find(SHEET)]


def test_collected_it_has_a_name_by_its_contents_and_leads_to_the_hashed_drawings(tmp_path: Path) -> None:
    collected = ManifestStaticFilesStorage(location=tmp_path)
    [(name, storage)] = ShopSheetFinder().list([])
    with storage.open(name) as sheet:
        collected.save(name, sheet)
    with (settings.BASE_DIR / "static/storefront/chevron.svg").open("rb") as drawing:
        collected.save("storefront/chevron.svg", drawing)
    list(
        collected.post_process(
            {name: (collected, name), "storefront/chevron.svg": (collected, "storefront/chevron.svg")}
        )
    )
    hashed = collected.stored_name(SHEET)
    assert re.fullmatch(r"storefront/css/shop\.[0-9a-f]{12}\.css", hashed)
    assert re.search(r'url\("\.\./chevron\.[0-9a-f]{12}\.svg"\)', (tmp_path / hashed).read_text())


@pytest.mark.django_db
def test_every_page_loads_the_one_sheet(client: Client) -> None:
    for address in ("/", "/cart/", "/nowhere/", "/?q=%00"):
        sheets = re.findall(r'rel="stylesheet"\s+href="([^"]+)"', client.get(address).content.decode())
        assert sheets == [f"/static/{SHEET}"], address
