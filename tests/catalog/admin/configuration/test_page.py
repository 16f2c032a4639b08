from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils.html import escape
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import ConfigurationValue
from catalog.rules.configuration import SETTINGS
from catalog.rules.configuration_page import INVENTORY, TABS
from catalog.rules.product_setting import BACKORDERS, MAX_SALE_QTY, MIN_QTY, MIN_SALE_QTY, QTY_INCREMENTS
from catalog.rules.sales_settings import CHECK_SEND_TO, CHECK_TITLE, DELETE_PENDING_AFTER
from catalog.rules.scope import SCOPE_LABELS
from catalog.rules.setting import Kind, Setting
from tests.factories.catalog import configure

pytestmark = pytest.mark.django_db

TEXTS = {Kind.TEXT, Kind.LINES}
URL = "/admin/catalog/configurationvalue/"
SECTIONS = {
    URL if section == INVENTORY else f"{URL}?section={section.code}": {
        setting.path: setting for group in section.groups for setting in group.settings
    }
    for tab in TABS
    for section in tab.sections
}
NO_VALUE_OF_ANY_SETTING = (
    *("", " ", "ten", "1,5", "NaN", "sNaN", "Infinity", "-Infinity", "1e400", "0.00001", "100000000", "9" * 500),
    *("\x00", "5\x00", "5\x1f", "\N{ARABIC-INDIC DIGIT FIVE}", "\N{FULLWIDTH DIGIT ONE}", "1_0", "0x1", "--1"),
    *("5; 6", "{", '{"2": 5}', "<b>5</b>", "' OR 1=1 --"),
)


def address_of(setting: Setting) -> str:
    return next(address for address, settings in SECTIONS.items() if setting.path in settings)


def stored() -> dict[str, str]:
    return dict(ConfigurationValue.objects.values_list("path", "value"))


def posted(setting: Setting, typed: str) -> dict[str, str]:
    if setting.kind is Kind.GROUP_MINIMUMS:
        return {setting.path: "", f"{setting.path}:group": "32000", f"{setting.path}:least": typed}
    return {setting.path: typed}


def errors_of(response: Any) -> dict[str, str]:
    return {row.path: row.error for row in response.context["page"].rows_in_error}


def staff_with(*permissions: str) -> Client:
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_every_declared_setting_is_on_the_page(admin_client: Client, setting: Setting) -> None:
    page = admin_client.get(address_of(setting)).content.decode()
    assert f'name="{setting.path}"' in page
    assert f'name="inherit:{setting.path}"' in page
    assert f">{escape(setting.label)}</" in page
    assert page.count(SCOPE_LABELS[setting.narrowest]) > 0


def test_every_setting_says_use_system_value_until_it_has_an_own_value(admin_client: Client) -> None:
    configure(MIN_QTY, -50)
    rows = {row.path: row for group in admin_client.get(URL).context["page"].groups for row in group.rows}
    assert [path for path, row in rows.items() if not row.inherits] == [MIN_QTY.path]
    assert (rows[MIN_QTY.path].value, rows[MIN_QTY.path].inherited) == ("-50", "0")


def test_save_stores_and_says_so(admin_client: Client) -> None:
    response = admin_client.post(URL, {BACKORDERS.path: "1", MIN_QTY.path: "-50"}, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert "You saved the configuration." in response.content.decode()
    assert stored() == {BACKORDERS.path: "1", MIN_QTY.path: "-50"}


def wrong_with(typed: str, address: str) -> set[str]:
    return {path for path, setting in SECTIONS[address].items() if not takes(setting, typed)}


def takes(setting: Setting, typed: str) -> bool:
    # A list of addresses may be empty; a text may be anything that can be printed.
    if setting.kind in TEXTS:
        is_text = typed.isprintable() and len(typed) <= setting.longest
        return is_text and not (setting.is_needed and not typed.strip())
    return setting.kind is Kind.EMAILS and not typed.strip()


@pytest.mark.parametrize(
    ("typed", "address"), [pair for pair in product(NO_VALUE_OF_ANY_SETTING, SECTIONS) if wrong_with(*pair)]
)
def test_bad_input_is_refused_at_every_field(admin_client: Client, typed: str, address: str) -> None:
    settings = SECTIONS[address]
    fields = {name: text for setting in settings.values() for name, text in posted(setting, typed).items()}
    response = admin_client.post(address, fields)
    assert (response.status_code, set(errors_of(response)), stored()) == (200, wrong_with(typed, address), {})


@pytest.mark.parametrize(
    "setting", [setting for setting in SETTINGS.values() if setting.kind not in TEXTS], ids=lambda setting: setting.name
)
def test_one_bad_field_is_named_with_what_was_typed_and_nothing_is_saved(
    admin_client: Client, setting: Setting
) -> None:
    address = address_of(setting)
    others = SECTIONS[address].values()
    good = {other.path: other.default for other in others if other.kind is not Kind.GROUP_MINIMUMS}
    response = admin_client.post(address, good | posted(setting, "Zw\N{LATIN SMALL LETTER O WITH DIAERESIS}lf <&>"))
    page = response.content.decode()
    assert (list(errors_of(response)), stored()) == ([setting.path], {})
    assert f">{escape(setting.label)}</a>: {escape(errors_of(response)[setting.path])}" in page
    shown = ">Zwölf &lt;&amp;&gt;</textarea>" if setting.kind is Kind.EMAILS else 'value="Zwölf &lt;&amp;&gt;"'
    assert shown in page or setting.all_choices


@pytest.mark.parametrize("setting", [CHECK_TITLE, CHECK_SEND_TO], ids=lambda setting: setting.name)
def test_a_text_posted_twice_with_two_values_has_none(admin_client: Client, setting: Setting) -> None:
    response = admin_client.post(f"{URL}?section=payment", {setting.path: ["One", "Two"]})
    assert (list(errors_of(response)), stored()) == ([setting.path], {})


def test_an_address_of_several_lines_is_kept_as_typed_and_shown_again(admin_client: Client) -> None:
    address = f"{URL}?section=payment"
    admin_client.post(address, {CHECK_SEND_TO.path: " 1 Quay Street \r\n\r\nBristol <BS1>\r\n"})
    assert stored() == {CHECK_SEND_TO.path: "1 Quay Street\nBristol <BS1>"}
    page = admin_client.get(address).content.decode()
    assert ">1 Quay Street\nBristol &lt;BS1&gt;</textarea>" in page
    assert "Own value here, in place of Built-in: Empty" in page
    view = admin_client.get(f"{address}&store=default").content.decode()
    assert "Inherited from Main Website: 1 Quay Street, Bristol &lt;BS1&gt;" in view or "Inherited from Default" in view


def test_name_posted_twice_with_two_values_has_none(admin_client: Client) -> None:
    response = admin_client.post(URL, {MIN_QTY.path: ["5", "7"], BACKORDERS.path: ["1", "1"]})
    assert (list(errors_of(response)), stored()) == ([MIN_QTY.path], {})


@pytest.mark.parametrize(("query", "section"), [("section=sales", "Sales"), ("section=forged", "Inventory")])
def test_a_section_is_saved_at_its_address_and_stays_open(admin_client: Client, query: str, section: str) -> None:
    path = DELETE_PENDING_AFTER.path
    response = admin_client.post(f"{URL}?{query}", {path: "60", MIN_QTY.path: "-50"}, follow=True)
    assert response.context["page"].section == section
    assert stored() == ({path: "60"} if section == "Sales" else {MIN_QTY.path: "-50"})


def test_a_section_without_settings_for_the_scope_says_so(admin_client: Client) -> None:
    page = admin_client.get(f"{URL}?section=sales&store=default").content.decode()
    assert "No setting of this section can be set for a store view" in page


def test_unknown_and_missing_names_change_nothing(admin_client: Client) -> None:
    configure(MIN_QTY, -50)
    admin_client.post(URL, {"cataloginventory/options/forged": "1", "scope": "stores", "inherit:": "1"})
    assert stored() == {MIN_QTY.path: "-50"}


def test_minimums_by_group_survive_a_save_of_the_page_as_it_is(admin_client: Client) -> None:
    configure(MIN_SALE_QTY, '{"32000": 2, "3": 4.5}')
    (table,) = (
        row.minimums for group in admin_client.get(URL).context["page"].groups for row in group.rows if row.minimums
    )
    groups = [choice.code for line in table.lines for choice in line.groups if choice.is_selected]
    least = [line.least for line in table.lines]
    path = MIN_SALE_QTY.path
    admin_client.post(URL, {path: "", f"{path}:group": groups, f"{path}:least": least})
    assert stored() == {path: '{"32000": 2, "3": 4.5}'}


def test_row_of_a_group_cut_in_half_is_an_error(admin_client: Client) -> None:
    path = MIN_SALE_QTY.path
    response = admin_client.post(URL, {path: "", f"{path}:group": ["32000", "2"], f"{path}:least": ["1"]})
    assert (list(errors_of(response)), stored()) == ([path], {})


def test_dependent_setting_says_when_it_is_shown_unless_it_is_in_error(admin_client: Client) -> None:
    marker = 'data-shown-when="item_options_enable_qty_increments"'
    assert marker in admin_client.get(URL).content.decode()
    assert marker not in admin_client.post(URL, {QTY_INCREMENTS.path: "1.5"}).content.decode()


def test_visitor_is_asked_to_log_in(client: Client) -> None:
    assert client.get(URL).headers["Location"] == f"/admin/login/?next={URL}"


def test_staff_without_permission_may_neither_see_nor_save() -> None:
    client = staff_with("view_product")
    assert [client.get(URL).status_code, client.post(URL, {MIN_QTY.path: "1"}).status_code] == [403, 403]
    assert stored() == {}


def test_staff_who_may_look_may_not_save() -> None:
    client = staff_with("view_configurationvalue")
    page = client.get(URL)
    assert (page.status_code, b"Save Config" in page.content) == (200, False)
    assert client.post(URL, {MIN_QTY.path: "1"}).status_code == 403
    assert stored() == {}


def test_a_refused_save_still_says_how_many_own_values_there_are(admin_client: Client) -> None:
    configure(MIN_QTY, 1)
    configure(MAX_SALE_QTY, 9)
    page = admin_client.post(URL, {MIN_QTY.path: "much", BACKORDERS.path: "1"})
    assert (page.status_code, "2 own values" in page.content.decode()) == (200, True)


def test_staff_who_may_change_may_save() -> None:
    client = staff_with("change_configurationvalue")
    assert client.post(URL, {MIN_QTY.path: "1"}).status_code == 302
    assert stored() == {MIN_QTY.path: "1"}


@pytest.mark.parametrize("rows", [0, len(SETTINGS)])
def test_page_asks_a_constant_number_of_queries(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for setting in list(SETTINGS.values())[:rows]:
        configure(setting, setting.default)
    # session, user, websites, store views, own values, customer groups, narrower own values
    with django_assert_num_queries(7):
        admin_client.get(URL)
