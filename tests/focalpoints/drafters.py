"""A colleague who is given a drafting right, and follows the invitation."""

from __future__ import annotations

import datetime

from django.test import Client

from focalpoints.drafting import (
    Colleague,
    give_drafting_right,
)
from focalpoints.models import DraftingRight, Member
from network import clock
from network.accounts.models import User
from network.mail.models import OutgoingMail
from tests import factories

DAY = datetime.timedelta(days=1)
NURIA = Colleague("Nuria", "Colega", "nuria@example.org", "Adviser", "es")
GIVE = "focalpoints:drafting-right-give"


def given(member: Member, by: User, who: Colleague = NURIA, *, days: int = 90) -> DraftingRight:
    return give_drafting_right(member, who, ends_on=clock.today() + days * DAY, by=by)


def accept(visitor: Client, address: str) -> User:
    """Follow the invitation in the latest mail to `address`, and choose a password."""
    mail = OutgoingMail.objects.filter(address=address).latest("pk")
    url = "/invitation/" + mail.body_text.split("/invitation/")[1].split()[0]
    password = factories.PASSWORD
    answer = visitor.post(url, {"name": "N", "password1": password, "password2": password})
    assert answer.status_code == 302
    return User.objects.get(email=address)
