"""Somebody who leaves, and of whom the portal repeats everything."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry

from focalpoints.models import Designation, Person, Revision
from focalpoints.people import choose_own_contact
from focalpoints.revisions import record
from network import clock
from network.accounts.invitations import invite
from network.accounts.models import User
from network.audit.tracking import acting
from newsletters.models import Delivery
from tests import factories
from tests.focalpoints.changes import INITIATIVE, submitted
from tests.focalpoints.letters import with_letter

ADDRESS = "ondine@quelquepart.example"
NAME = "Ondine Vasquarez"
SAID = {"Ondine", "Vasquarez", ADDRESS, "+99 555 4321", NAME}


def leaver(secretariat: User) -> User:
    """Who was a focal point of Spain until yesterday."""
    invite(email=ADDRESS, name=NAME, by=secretariat)
    spain = factories.member("ESP")
    with acting(secretariat):
        user: User = factories.UserFactory.create(email=ADDRESS, name=NAME)
        person = Person(given_name="Ondine", family_name="Vasquarez", user=user, email=user.email)
        person.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    record(person, by=secretariat, source=Revision.Source.DIRECT_EDIT)
    designation = factories.DesignationFactory.create(
        member=spain, person=person, category=factories.category("alternate")
    )
    with_letter(designation, name="Letter of Vasquarez.pdf", content=b"%PDF-1.7 Vasquarez")
    choose_own_contact(person, {"phone": "+99 555 4321"}, by=user)
    submitted(None, user, member=spain, **INITIATIVE)
    issue = factories.NewsletterFactory.create()
    reader = factories.SubscriptionFactory.create(email=user.email)
    Delivery.objects.create(
        newsletter=issue, subscription=reader, address=user.email, language="en", message_id="<1@x>"
    )
    LogEntry.objects.log_actions(secretariat.pk, [user], CHANGE, "Changed", single_object=True)
    Designation.objects.filter(pk=designation.pk).update(
        ends_on=clock.today() - datetime.timedelta(days=1)
    )
    return User.objects.get(pk=user.pk)
