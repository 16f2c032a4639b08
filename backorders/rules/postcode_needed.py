"""Which addresses have a postcode."""

# Countries without one for most of their addresses (Universal Postal Union), and those where the reference asks for none.
WITHOUT = (
    "AE AG AO AW BF BI BJ BS BW BZ CF CG CI CM DJ DM ER FJ GD GM GQ GY HK IE KI KM KN LY ML MO MR MW NR PA QA RW SC SL SR ST SY"
    " TG TL TO TV UG VU YE ZW"
)


def postcode_needed(country: str) -> bool:
    """Return whether an address in `country` (ISO 3166 code) is incomplete without a postcode."""
    return country not in WITHOUT.split()
