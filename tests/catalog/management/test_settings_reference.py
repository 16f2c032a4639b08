from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from catalog.rules.configuration import SETTINGS
from catalog.rules.scope import SCOPE_LABELS
from catalog.rules.setting import Setting


def printed() -> str:
    out = StringIO()
    call_command("settings_reference", stdout=out)
    return out.getvalue()


def test_committed_page_is_what_the_declarations_say() -> None:
    page = settings.BASE_DIR / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == printed(), "Run `manage.py settings_reference --write`."


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_every_setting_has_its_section(setting: Setting) -> None:
    section = printed().split(f"### {setting.label}\n", 1)[1].split("\n#", 1)[0]
    assert f"`{setting.path}`" in section
    assert SCOPE_LABELS[setting.narrowest] in section
    assert setting.help in section
    assert all(f"`{value}` {label}" in section for value, label in setting.all_choices)
