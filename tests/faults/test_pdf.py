"""A PDF appears although the worker that was making it is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.services.builds import request_builds
from meetings.services.texts import create_communique
from network.documents.models import DocumentBuild
from network.tasks import build_document
from tests.factories import CommuniqueFactory, MeetingFactory, SecretariatFactory

if TYPE_CHECKING:
    import redis

    from tests.faults.conftest import Background

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_a_pdf_appears_though_the_worker_is_killed_while_making_it(
    background: Background, broker: redis.Redis
) -> None:
    """Within 60 s of the restart, by the sweep alone."""
    secretariat = SecretariatFactory.create()
    sentence = "The members shared how they put the resolution into practice. " * 12
    communique = create_communique(
        CommuniqueFactory.build(meeting=MeetingFactory.create()),
        ({"en": f"{number}. {sentence}"} for number in range(1, 301)),
        by=secretariat,
    )
    background.wait_for_worker(broker)
    [build] = request_builds(communique, by=secretariat)
    build_document.start(build.pk)

    def state() -> str:
        return DocumentBuild.objects.get(pk=build.pk).state

    background.wait_for(
        "the build", lambda: DocumentBuild.objects.get(pk=build.pk).percent >= 20, seconds=60
    )
    background.kill()
    assert state() == DocumentBuild.State.BUILDING, "the kill came too late to be in the middle"
    background.start("worker")

    background.wait_for("the PDF", lambda: state() == DocumentBuild.State.DONE, seconds=60)
    build.refresh_from_db()
    with build.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"
