"""Russian days with the month in the genitive (`E`), and moments with their time zone."""

DATETIME_FORMAT = "j E Y г., H:i T"
MONTH_DAY_FORMAT = "j E"
SHORT_DATETIME_FORMAT = "d.m.Y H:i T"
TIME_FORMAT = "H:i"
