"""Offices with a functional mailbox among the designees: what tells them from people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoints.models.visibility import Visibility

# How far an office is shown to begin with: its mailbox is there for being written to.
OFFICE_SHARES = {
    "name_visibility": Visibility.MEMBERS,
    "position_visibility": Visibility.MEMBERS,
    "institution_visibility": Visibility.PUBLIC,
    "email_visibility": Visibility.MEMBERS,
    "phone_visibility": Visibility.MEMBERS,
}
ONE_NAME = _("An office has one name, and no title.")
# Erasure may empty it, so that no constraint asks for it.
MAILBOX = _("Enter the functional mailbox of the office.")
OFFICE_VALID = (
    models.CheckConstraint(
        name="person_office_has_one_name",
        condition=Q(is_office=False) | Q(title="", family_name=""),
        violation_error_message=ONE_NAME,
    ),
    models.CheckConstraint(
        name="person_office_has_no_account",
        condition=Q(is_office=False) | Q(user=None, invitation=None),
        violation_error_message=_("An office has no account."),
    ),
)


def office_field() -> models.BooleanField[bool, bool]:
    """Whether a designee is an office, whose name stands in `given_name`."""
    return models.BooleanField(
        _("office with a functional mailbox"),
        default=False,
        db_default=False,
        help_text=_("Not a person: it has one name, a functional mailbox and no account."),
    )
