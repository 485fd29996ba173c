"""Values that the database itself refuses: constraints beside a field's `choices`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import CheckConstraint, Deferrable, Model, Q, UniqueConstraint

from network.values.mail_addresses import STORED


def one_of(field: str, *values: str | int) -> CheckConstraint:
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


def mail_address(field: str, *, blank: bool = False) -> CheckConstraint:
    """`field` holds an address as `network.values.mail_addresses` keeps it: ASCII, lower case.

    So that two spellings of one mailbox cannot stand side by side, whoever writes them.
    """
    condition = Q(**{f"{field}__regex": STORED})
    return CheckConstraint(
        name=f"%(class)s_{field}_normalised",
        condition=condition | Q(**{field: ""}) if blank else condition,
    )


@contextmanager
def judged_at_the_end(model: type[Model]) -> Iterator[None]:
    """Let the deferrable unique constraints of `model` be judged once the block is done.

    Two rows may then exchange a value that no two may share. For a block in a transaction; raises
    IntegrityError at its end for what is still there twice. A constraint has to be declared with
    `Deferrable.IMMEDIATE`: everywhere else it is judged after each statement, as others are.
    """
    names = ", ".join(
        connection.ops.quote_name(constraint.name)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        and constraint.deferrable is Deferrable.IMMEDIATE
    )
    if not names:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
