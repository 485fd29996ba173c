"""Chinese moments name their time zone; all else is Django's."""

DATETIME_FORMAT = "Y年n月j日 H:i T"
MONTH_DAY_FORMAT = "n月j日"
SHORT_DATETIME_FORMAT = "Y年n月j日 H:i T"
