"""Which sentences permissions are, and which permissions sentences."""

from collections.abc import Collection, Iterable, Mapping

from inventory_site.people.duties import DUTIES, Area, Duty

BY_CODE: Mapping[str, Duty] = {duty.code: duty for duty in DUTIES}


def with_needed(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes with those of the duties that they need."""
    found: set[str] = set()
    wanted = list(codes)
    while wanted:
        code = wanted.pop()
        if code not in found:
            found.add(code)
            wanted += BY_CODE[code].needs
    return frozenset(found)


def permissions_of(codes: Iterable[str]) -> frozenset[str]:
    """Return what allows the duties of these codes."""
    return frozenset(permission for code in codes for permission in BY_CODE[code].permissions)


def held_duties(permissions: Collection[str]) -> tuple[Duty, ...]:
    """Return the duties that these permissions allow in full."""
    held = set(permissions)
    return tuple(duty for duty in DUTIES if held.issuperset(duty.permissions))


def untold(permissions: Collection[str]) -> frozenset[str]:
    """Return the permissions that none of the held duties tells: parts of a duty, given before there were sentences."""
    return frozenset(permissions) - permissions_of(duty.code for duty in held_duties(permissions))


def told_of(permissions: Collection[str]) -> list[str]:
    """Return the sentences that these permissions are a part of, without full stop; what none tells goes by its name."""
    given = set(permissions)
    found = [duty for duty in DUTIES if given & set(duty.permissions)]
    return [
        *(duty.sentence.rstrip(".") for duty in found),
        *sorted(given - permissions_of(duty.code for duty in found)),
    ]


def told_by_area(permissions: Collection[str]) -> tuple[tuple[Area, tuple[str, ...]], ...]:
    """Return (area, sentences) of what these permissions allow, without areas of which there is nothing to say."""
    held = held_duties(permissions)
    told = ((area, tuple(duty.sentence for duty in held if duty.area is area)) for area in Area)
    return tuple((area, sentences) for area, sentences in told if sentences)
