"""Russian days with the month in the genitive (`E`), and moments with their time zone.

The word for year is written out, as in the United Nations' texts: “г.” ends with a dot of its own,
and a sentence that ends with a day would have two.
"""

DATE_FORMAT = "j E Y года"
DATETIME_FORMAT = "j E Y года, H:i T"
YEAR_MONTH_FORMAT = "F Y года"
MONTH_DAY_FORMAT = "j E"
SHORT_DATETIME_FORMAT = "d.m.Y H:i T"
TIME_FORMAT = "H:i"
