"""Organisations: how the Secretariat records, corrects and removes them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoints.models import Member, Organisation
from network.accounts.models import User
from network.accounts.rights import remove_by, save_by
from network.values.refusals import Refusal


def is_member(organisation: Organisation) -> bool:
    """Whether it is or was a member of the Network."""
    return Member.objects.filter(organisation=organisation).exists()


def save_organisation(
    organisation: Organisation, *, by: User, write_related: Callable[[], object] | None = None
) -> Organisation:
    """Write an organisation, new or corrected, with the countries that it covers."""
    return save_by(organisation, by=by, write_related=write_related)


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: User) -> None:
    """Delete an organisation. Refuses a member of the Network."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if is_member(organisation):
        raise Refusal(
            _("“{organisation}” is a member of the Network, and what was recorded stays.").format(
                organisation=organisation
            )
        )
    remove_by(organisation, by=by)
