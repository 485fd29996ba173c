"""A portal with a row of every kind, and everybody who may ask it for something."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test import Client
from django.utils import translation
from pghistory.core import event_models

from focalpoints.models import Designation
from focalpoints.review import changes, submissions
from initiatives.models.evidence import PlanCount, PlanFinding
from meetings.models.attendance import Attendance
from network.accounts.invitations import invite
from network.importing.models import ListExport
from network.mail.models import OutgoingMail
from network.privacy.models import ErasureRequest
from newsletters import services as newsletters
from tests import factories, players
from tests.access.row import ROLES as ACCESS_ROLES
from tests.access.row import Cast
from tests.focalpoints import notifications
from tests.focalpoints.changes import INITIATIVE, draft_of, submitted
from tests.focalpoints.letters import LetterRequestFactory, with_letter
from tests.fuzz.request import Request
from tests.meetings.texts import adopted, with_ready_pdf, written
from tests.network.importing.files import checked
from tests.states import reach
from tests.test_access import TABLE

ROLES = (*ACCESS_ROLES, "superuser")
STAFF = ("secretariat", "superuser")


class Fault(AssertionError):  # noqa: N818 - a word of these tests
    """A request that was answered 500, or whose writing the database would not have kept."""


class World:
    """The rows, one client per role, and how many requests each role has made.

    `arguments` has what each named address may be reached with.
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.cast = _cast()
        self.clients = self.cast.clients
        self.arguments: dict[str, list[dict[str, Any]]] = {}
        for name, rows in TABLE.items():
            arranged = [
                row.arrange(self.cast) for row in (rows if isinstance(rows, list) else [rows])
            ]
            self.arguments[name] = [one for one in arranged if one] or [{}]
        _fill(self.cast)
        for client in self.clients.values():
            _as_signed_in_now(client)

    def keys(self, model: type[models.Model]) -> list[Any]:
        """Of some rows of a model that the admin shows: the first ones and the last."""
        if not model._meta.concrete_model._meta.managed:
            # The trail has no table: its rows are those of the tables of events.
            kept = [(kind, kind._default_manager.first()) for kind in event_models()]
            return [f"{kind._meta.label}:{event.pk}" for kind, event in kept if event][:1]
        found = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        return list(dict.fromkeys([*found[:2], *found[-2:]]))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is written inside is taken back, in the database, the cache and the cookies."""
        kept = {role: client.cookies.output() for role, client in self.clients.items()}
        cookies = {
            role: {name: morsel.value for name, morsel in client.cookies.items()}
            for role, client in self.clients.items()
        }
        cache.clear()
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            for role, client in self.clients.items():
                if client.cookies.output() != kept[role]:
                    client.cookies.clear()
                    client.cookies.load(cookies[role])
            translation.activate("en")

    def ask(self, request: Request) -> Any:
        """The answer; raises Fault for an error 500, with its traceback."""
        self.asked[request.role] += 1
        response = request.send(self.clients[request.role])
        if response.status_code == 500:
            raise Fault(f"{request}\n{_traced(response)}")
        try:
            # What is checked when a transaction ends is checked now: this one never ends.
            connection.check_constraints()
        except Exception as error:
            raise Fault(f"{request}\n{traceback.format_exc()}") from error
        return response


def _traced(response: Any) -> str:
    if not response.exc_info:
        return f"answered {response.status_code} without an exception"
    return "".join(traceback.format_exception(*response.exc_info))


def _cast() -> Cast:
    users = {role: getattr(players, role)() for role in ACCESS_ROLES if role != "visitor"}
    users["superuser"] = factories.UserFactory.create(
        email="root@example.org", is_staff=True, is_superuser=True
    )
    spain, germany = factories.member("ESP"), factories.member("DEU")
    clients = {"visitor": Client(raise_request_exception=False)}
    for role, user in users.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(user)
    return Cast(clients, users, spain, germany)


def _as_signed_in_now(client: Client) -> None:
    """As somebody who has just given the password and a code, so that nothing asks for them."""
    if "sessionid" not in client.cookies:
        return
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + 3_600},
        {"method": "mfa", "type": "totp", "at": time.time() + 3_600},
    ]
    session.save()


def _fill(cast: Cast) -> None:
    """Rows in the states in which their pages have most to show."""
    staff, spain = cast.users["secretariat"], cast.spain
    for role in ("secretariat", "focal_point"):
        TOTP.activate(cast.users[role], generate_totp_secret())
        RecoveryCodes.activate(cast.users[role])
    assert Authenticator.objects.count() == 4
    mail = invite(email="invited@example.org", by=staff)
    assert mail is not None
    factories.OrganisationMemberFactory.create()
    person = factories.PersonFactory.create()
    letter = factories.DesignationFactory.create(
        member=spain, person=person, category=factories.category("alternate")
    )
    with_letter(letter)
    assert Designation.objects.count() >= 4
    meeting = factories.MeetingFactory.create(hosts=[spain, cast.germany])
    Attendance.objects.create(meeting=meeting, member=spain)
    PlanFinding.objects.create(
        country=cast.germany.country, subject=PlanFinding.Subject.NEXT, said="Soon", source="A page"
    )
    PlanCount.objects.create(as_of="2025", states=114, source="A page")
    written("en", "fr", meeting=meeting)
    with_ready_pdf(adopted(by=staff, public=True), by=staff)
    factories.PlanFactory.create(country=spain.country)
    owned = factories.InitiativeFactory.create(owner=spain)
    owned.countries.set([spain.country, cast.germany.country])
    draft_of(owned, cast.users["focal_point"], member=spain, summary_en="Another summary.")
    submitted(None, cast.users["focal_point"], member=spain, **INITIATIVE)
    overtaken = factories.InitiativeFactory.create(owner=spain)
    draft_of(overtaken, cast.users["focal_point"], member=spain, title_en="Another title")
    type(overtaken).objects.filter(pk=overtaken.pk).update(title_en="A third title")
    sent_back = submitted(
        factories.InitiativeFactory.create(owner=cast.germany),
        cast.users["other_focal_point"],
        member=cast.germany,
        title_en="A title that is sent back",
    )
    submissions.send_back(sent_back, reason="Say more.", seen=changes.edition(sent_back), by=staff)
    LetterRequestFactory.create(member=cast.spain)
    ErasureRequest.objects.create(account=cast.users["focal_point"], note="I retire.")
    factories.SubscriptionFactory.create()
    rows = [["country", "status"], ["ESP", "designated"], ["Nowhere", "designated"]]
    checked(rows, by=staff)
    ListExport.objects.create(model="focalpoints.member", rows=2, format="csv", by=staff)
    notifications.submitted(staff)
    notifications.sent(staff, members=[spain], asks_answer=True, visibility="public")
    factories.NotificationFactory.create()
    factories.OpportunityFactory.create()
    factories.NewsletterFactory.create()
    newsletters.start_sending(factories.NewsletterFactory.create(), by=staff)
    # What has left, or was withdrawn, cannot fail any more.
    reach(OutgoingMail.objects.filter(state="waiting"), "failed")


def without_rows() -> list[str]:
    """The models of the admin of which this world has no row: their pages would go unasked."""
    return [
        str(model._meta.label)
        for model in admin.site._registry
        if model._meta.concrete_model._meta.managed and not model._default_manager.exists()
    ]
