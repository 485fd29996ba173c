"""A designation that ends soon is announced to the member and to the Secretariat, once.

An end that is moved is announced again, when it is near. An end that was decided for today is not:
whoever ends a designation knows.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation

from focalpoints.models import Designation
from focalpoints.rights import people_to_notify
from network import clock
from network.audit.tracking import acting
from network.mail.models import OutgoingMail
from network.mail.outbox import queue_template_mail

ANNOUNCED_BEFORE = datetime.timedelta(days=30)
MOST_AT_ONCE = 100


def announce_ends() -> int:
    """Write of each designation that ends within thirty days and was not announced; how many."""
    today = clock.today()
    unannounced = Q(announced_end=None) | ~Q(announced_end=F("ends_on"))
    ending = Designation.objects.of_current_members().filter(
        unannounced,
        ends_on__gt=today,
        ends_on__lte=today + ANNOUNCED_BEFORE,
    )
    keys = list(ending.order_by("ends_on", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_announce(key) for key in keys)


@transaction.atomic
def _announce(key: int) -> bool:
    row = Designation.objects.select_for_update(of=("self",)).with_people().filter(pk=key).first()
    if row is None or row.ends_on is None or row.announced_end == row.ends_on:
        return False  # Moved, announced or merged meanwhile.
    _note(row)
    if _is_followed(row):
        return False
    people = people_to_notify(row.member, [row.person.user] if row.person.user else [])
    recipients = {(one.email, one.language) for one in people}
    if row.person.is_office and row.person.email:
        recipients.add((row.person.email, settings.LANGUAGE_CODE))
    for address, language in sorted(recipients):
        _write(row, address, language, "focalpoints:desk")
    _write(row, settings.SECRETARIAT_EMAIL, settings.LANGUAGE_CODE, "", to_staff=True)
    return True


def _is_followed(row: Designation) -> bool:
    """Whether the same person goes on in the category, or a successor is on record already."""
    assert row.ends_on is not None
    return (
        Designation.objects.filter(
            member=row.member_id,
            category=row.category_id,
            starts_on__gt=row.starts_on,
            starts_on__lte=row.ends_on + datetime.timedelta(days=1),
        )
        .exclude(pk=row.pk)
        .exclude(ends_on__lte=row.ends_on)
        .exists()
    )


def _note(row: Designation) -> None:
    row.announced_end = row.ends_on
    with acting(None):
        row.save(update_fields=["announced_end"])


def _write(
    row: Designation, address: str, language: str, page: str, *, to_staff: bool = False
) -> None:
    with translation.override(language):
        path = (
            reverse("admin:focalpoints_designation_change", args=[row.pk])
            if to_staff
            else reverse(page)
        )
        queue_template_mail(
            "focalpoints/email/ends_soon",
            kind=OutgoingMail.Kind.NOTICE,
            address=address,
            language=language,
            holds_link=False,
            context={
                "designation": row,
                "to_staff": to_staff,
                "url": settings.SITE_URL + path,
                "secretariat_email": settings.SECRETARIAT_EMAIL,
            },
        )
