"""Checks of meetings and communiqués that another layer hides, each by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext
from django.test import Client, RequestFactory
from django.urls import reverse

from meetings import panels
from meetings.admin.paragraphs import INLINES
from meetings.models import Attendance, Communique, CommuniqueVersion
from meetings.services.communique import adopt, freeze, publish
from network.accounts.models import User
from network.documents.models import DocumentBuild
from tests import factories
from tests.admin_requests import request_by
from tests.meetings.texts import ADOPTED_ON, adopted, reworded, written

pytestmark = pytest.mark.django_db


def test_attendance_is_as_public_as_its_meeting(
    rf: RequestFactory, focal_point: User, secretariat: User
) -> None:
    spain = factories.member("ESP")
    shown, hidden = (
        Attendance.objects.create(
            meeting=factories.MeetingFactory.create(is_announced=is_announced), member=spain
        )
        for is_announced in (True, False)
    )
    for user, rows in (
        (None, {shown}),
        (AnonymousUser(), {shown}),
        (focal_point, {shown}),
        (secretariat, {shown, hidden}),
    ):
        assert set(Attendance.objects.visible_to(user)) == rows
        request: Any = rf.get("/members/")
        request.user = user
        cells = panels.attended_meetings(RequestContext(request), [spain])
        assert cells[spain.pk].count("<a ") == len(rows)


def test_what_was_negotiated_before_an_adoption_shows_to_nobody_else(
    focal_point: User, secretariat: User
) -> None:
    communique = written()
    first = freeze(communique, by=secretariat)
    reworded(communique, 1, "What was agreed in the end.", by=secretariat)
    second = adopt(communique, on=ADOPTED_ON, by=secretariat)
    publish(Communique.objects.get(pk=communique.pk), by=secretariat)
    assert first.number < second.number
    for reader in (None, AnonymousUser(), focal_point):
        assert list(CommuniqueVersion.objects.visible_to(reader)) == [second]
    assert set(CommuniqueVersion.objects.visible_to(secretariat)) == {first, second}


def test_a_document_of_another_kind_is_not_built_again_from_a_communique(
    secretariat: User, secretariat_client: Client
) -> None:
    communique = adopted(by=secretariat)
    [version] = communique.versions.all()
    other = DocumentBuild.objects.create(
        kind="directory", subject=version.subject, language="en", digest="0" * 64
    )
    address = reverse("admin:meetings_communique_retry", args=[communique.pk, other.pk])
    assert secretariat_client.post(address).status_code == 404


def test_adoption_fixes_the_languages_that_were_adopted_alone(
    secretariat: User, looker: User
) -> None:
    communique = adopted("en", "fr", by=secretariat)
    draft = written("en", "fr")
    model_admin = admin.site.get_model_admin(Communique)
    for by, row, language, may in (
        (secretariat, communique, "en", False),
        (secretariat, communique, "fr", False),
        (secretariat, communique, "es", True),
        (secretariat, draft, "en", True),
        (looker, draft, "en", False),
    ):
        inline = INLINES[language](Communique, model_admin.admin_site)
        assert inline.has_change_permission(request_by(by), row) is may, (by, language)
