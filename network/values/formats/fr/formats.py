"""French dates with the ordinal on the first of a month: 1er juin 2026, 2 juin 2026.

`S` is the ordinal of the active language, see `network.values.ordinals`.
"""

DATE_FORMAT = "jS F Y"
DATETIME_FORMAT = "jS F Y, H:i T"
MONTH_DAY_FORMAT = "jS F"
SHORT_DATETIME_FORMAT = "d/m/Y H:i T"
