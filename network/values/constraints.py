"""Values that the database itself refuses: constraints beside a field's `choices`."""

from __future__ import annotations

from django.db.models import CheckConstraint, Q


def one_of(field: str, *values: str) -> CheckConstraint:
    """`field` holds one of `values`.

    Forms refuse other values by the field's choices; an import, a script or a slip in SQL do not
    pass through forms, and a row in an unknown state would be on no page and in no queue.
    """
    return CheckConstraint(
        name=f"%(class)s_{field}_known", condition=Q(**{f"{field}__in": list(values)})
    )


def some_of(field: str, *values: str) -> CheckConstraint:
    """The list in `field` holds nothing but `values`."""
    return CheckConstraint(
        name=f"%(class)s_{field}_known",
        condition=Q(**{f"{field}__contained_by": list(values)}),
    )
