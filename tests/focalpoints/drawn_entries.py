"""Any values that an entry may have, for property tests: drawn from its own columns."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import strategies as st

from focalpoints.revisions import Values, columns_of, links_of, part_columns, part_of, parts_of
from network.values.partial_dates import PartialDateField
from network.values.text_fields import CleanText, CleanTextField

# Letters of the six languages, what HTML and SQL take for signs, and the blanks of all of them.
LETTERS = "abcXYZ éñçßøő ЖЯщ 中文字 عربي ⁧٣ '\"<&%_\\/;:-\u00a0"
YEARS = st.integers(2000, 2035)


@st.composite
def partial_dates(draw: st.DrawFn, years: st.SearchStrategy[int] = YEARS) -> str:
    day = datetime.date(draw(years), draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    return day.isoformat()[: draw(st.sampled_from([4, 7, 10]))]


def texts(field: Any) -> st.SearchStrategy[str]:
    """Texts as the field keeps them: by the rule of texts, and no longer than it takes."""
    letters = LETTERS + "\n" if isinstance(field, CleanTextField) else LETTERS

    def kept(text: str) -> str:
        try:
            return str(field.cleaned(text)).strip()
        except ValidationError:
            return "plain"

    drawn = st.text(letters, max_size=min(field.max_length or 60, 60)).map(kept)
    return drawn if field.blank else drawn.map(lambda text: text or "something")


def values_for(field: Any) -> st.SearchStrategy[Any]:
    """Values of one column that is no relation."""
    if isinstance(field, ArrayField):
        chosen = [value for value, _label in field.base_field.flatchoices]
        least = 0 if field.blank else 1
        return st.lists(st.sampled_from(chosen), unique=True, min_size=least, max_size=4)
    if field.choices:
        # `None` is one of the choices of a column that may be empty.
        known = [value for value, _label in field.flatchoices if value is not None]
        return st.sampled_from([*known, ""] if field.blank else known)
    if isinstance(field, PartialDateField):
        found: st.SearchStrategy[Any] = partial_dates()
    elif isinstance(field, models.BooleanField):
        found = st.booleans()
    elif isinstance(field, models.PositiveSmallIntegerField):
        found = st.integers(1, 9)
    elif isinstance(field, models.URLField):
        found = st.sampled_from(["https://example.org/a", "https://example.org/b?c=d&e=é"])
    elif isinstance(field, models.EmailField):
        found = st.sampled_from(["one@example.org", "two.names@example.org"])
    elif isinstance(field, CleanText):
        found = texts(field)
    else:
        raise LookupError(f"How is {field} drawn?")
    if field.null or (field.blank and isinstance(field, models.CharField)):
        return st.one_of(st.just(None if field.null else ""), found)
    return found


@st.composite
def drawn_values(draw: st.DrawFn, model: Any) -> Values:
    """Values for all columns of `model` but its address and whose it is, and for its child rows."""
    fixed = {"slug", *model.whose}
    values = {
        field.name: draw(values_for(field))
        for field in columns_of(model)
        if field.name not in fixed and not field.is_relation
    }
    for start, end in (("starts_on", "ends_on"), ("joined_on", "left_on")):
        if values.get(start) and values.get(end) and values[end][:4] <= values[start][:4]:
            values[end] = f"{int(values[start][:4]) + 1}"
    for link in links_of(model):
        values[link.name] = draw(st.sets(st.integers(0, 3), max_size=3))
    for name in parts_of(model):
        values[name] = draw(drawn_rows(model, name))
    return values


@st.composite
def drawn_rows(draw: st.DrawFn, model: Any, name: str) -> list[Values]:
    """Child rows, no two of which say the same in what is there once for an entry."""
    part, whole = part_of(model, name)
    fields = part_columns(model, name)
    rows = draw(
        st.lists(st.fixed_dictionaries({f.name: values_for(f) for f in fields}), max_size=3)
    )
    once = {
        column
        for constraint in part._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        for column in constraint.fields
        if column != whole
    }
    for number, row in enumerate(rows):
        for column in once:
            row[column] = f"{row[column]}{number}"
    return rows


def write(entry: Any, values: Values) -> None:
    """Write drawn values into a stored entry, with its relations, past all forms."""
    model = type(entry)
    for field in columns_of(model):
        if field.name in values:
            setattr(entry, field.attname, field.to_python(values[field.name]))
    entry.save()
    for link in links_of(model):
        rows = list(link.related_model._default_manager.order_by("-pk")[:4])
        getattr(entry, link.name).set([rows[number] for number in values[link.name]])
    for name in parts_of(model):
        part, whole = part_of(model, name)
        part._default_manager.filter(**{whole: entry}).delete()
        for row in values[name]:
            part._default_manager.create(**{whole: entry}, **row)
