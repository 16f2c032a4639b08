"""Two people in Stores > Configuration: what the page was shown, and what both changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from catalog.actions.steps.row import ChangedMeanwhile
from catalog.admin.configuration.scope import ConfigurationScope
from catalog.forms.shown_form import CHOICE, SHOWN, Contested, read, signed, who_words
from catalog.models import CustomerGroup
from catalog.queries.configuration import own_values
from catalog.queries.history import last_setting_change
from catalog.rules.configuration import SETTINGS
from catalog.rules.shown_form import decided
from catalog.words.configuration import value_in_words


@dataclass(frozen=True)
class Sent:
    """A posted page: own values as `shown` (None for a page that does not say) and as `typed`, once a person has chosen."""

    shown: Mapping[str, str | None] | None
    typed: Mapping[str, str | None]


@dataclass(frozen=True)
class Meanwhile:
    """What the template renders: the hidden field's value, and what is contested."""

    name: str
    value: str
    contested: tuple[Contested, ...] = ()


def sent(post: QueryDict, typed: Mapping[str, str | None]) -> Sent:
    """Read what the page was shown, and what was chosen when it asked."""
    kept = read(post.get(SHOWN, ""))
    if kept is None:
        return Sent(None, typed)
    choices = {path: post.get(f"{CHOICE}{path}", "") for path in kept[1]}
    shown, give_way = decided(shown=kept[0], asked=kept[1], choices=choices)
    return Sent(shown, {**typed, **{path: shown[path] for path in give_way}})


def opened(own: Mapping[str, str]) -> Meanwhile:
    """Return what a page is shown that is opened now: every setting, None where it inherits. `own` is what the page shows."""
    return Meanwhile(SHOWN, signed({path: own.get(path) for path in SETTINGS}, {}))


def contested(was: Sent, refusal: ChangedMeanwhile, scope: ConfigurationScope, *, inherit_label: str) -> Meanwhile:
    """Return the question which of the values of two people stays."""
    groups = dict(CustomerGroup.objects.values_list("code", "name"))

    def words(path: str, text: str | None) -> str:
        return inherit_label if text is None else value_in_words(SETTINGS[path], text, groups)

    asked = {path: theirs for path, (theirs, _) in refusal.contested.items()}
    return Meanwhile(
        SHOWN,
        signed(was.shown or {}, asked),
        tuple(
            Contested(
                label=SETTINGS[path].label,
                who=who_words(last_setting_change(path, website=scope.website, store_view=scope.store_view)),
                theirs=words(path, theirs),
                mine=words(path, mine),
                choice=f"{CHOICE}{path}",
            )
            for path, (theirs, mine) in sorted(refusal.contested.items())
        ),
    )


def kept_words(was: Sent, scope: ConfigurationScope, *, inherit_label: str) -> list[str]:
    """Say which settings somebody else changed meanwhile and stay, after the page was saved."""
    if was.shown is None:
        return []
    own = own_values(website=scope.website, store_view=scope.store_view)
    groups = dict(CustomerGroup.objects.values_list("code", "name"))
    said = []
    for path in was.typed:
        now = own.get(path)
        if path not in was.shown or now == was.shown[path] or was.typed[path] != was.shown[path]:
            continue
        value = inherit_label if now is None else value_in_words(SETTINGS[path], now, groups)
        who = who_words(last_setting_change(path, website=scope.website, store_view=scope.store_view))
        said.append(f"{SETTINGS[path].label} was changed to {value} by {who} meanwhile, and stays.")
    return said
