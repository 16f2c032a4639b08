"""Whether texts fit the columns that they are for."""

from collections.abc import Mapping

from django.db.models import Model

from catalog.rules.text import InvalidTextError, text_problem


def text_problems(model: type[Model], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return why `texts` {field of `model`: text} cannot be stored, one sentence for each that cannot."""
    return tuple(f"{_label(model, name)}: {problem}" for name, problem in _problems(model, texts))


def refuse_texts(model: type[Model], texts: Mapping[str, str]) -> None:
    """Raise `InvalidTextError` for the first of `texts` {field of `model`: text} that cannot be stored."""
    for name, problem in _problems(model, texts):
        raise InvalidTextError(_label(model, name), problem)


def _problems(model: type[Model], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    found = ((name, text_problem(text, longest=_longest(model, name))) for name, text in texts.items())
    return [(name, problem) for name, problem in found if problem]


def _longest(model: type[Model], name: str) -> int | None:
    longest: int | None = getattr(model._meta.get_field(name), "max_length", None)  # noqa: SLF001  Django's API
    return longest


def _label(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name)).capitalize()  # noqa: SLF001  Django's API
