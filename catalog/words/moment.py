"""How days and moments are written to people. They are written in the site's time zone: of a moment give `localtime`."""

DAY = "%b %-d, %Y"  # as in Dec 3, 2026
MOMENT = f"{DAY}, %H:%M"  # with the minute after it
LATELY = "%b %-d, %H:%M"  # of what happened lately, without the year
