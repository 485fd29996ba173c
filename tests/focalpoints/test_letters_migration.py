"""Letters move among the private files, and back, and each stays with its designation."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from focalpoints.models import Designation
from network.documents.models import PrivateFile
from network.search import indexing
from tests.factories import DesignationFactory
from tests.focalpoints.letters import with_letter

pytestmark = pytest.mark.django_db


def to(*names: str) -> Any:
    """Migrate to these, by default to the newest."""
    # What the test has written is checked now: tables with checks ahead cannot be altered.
    connection.check_constraints()
    # As `migrate` does before it begins: the search's triggers know the newest tables alone.
    indexing.remove_triggers(apps.get_app_config("network"), plan=names or ("newest",))
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes("focalpoints")
    return executor.migrate([("focalpoints", name) for name in names] or newest).apps


def test_letters_and_their_files_are_carried_over_and_back() -> None:
    new = with_letter(DesignationFactory.create())
    without = DesignationFactory.create()
    old = DesignationFactory.create()
    name = default_storage.save("letters/0123.jpg", ContentFile(b"\xff\xd8\xff an older letter"))
    before = to("0008_export_permissions").get_model("focalpoints", "Designation")
    assert not PrivateFile.objects.exists()
    assert before.objects.get(pk=new.pk).letter.name == new.letter.file.name
    before.objects.filter(pk=old.pk).update(letter=name)
    to("0009_letters_in_private_files")
    to()
    rows = {row.pk: row.letter for row in Designation.objects.all()}
    assert rows[without.pk] is None
    assert rows[new.pk].file.name == new.letter.file.name
    letter = rows[old.pk]
    assert (letter.kind, letter.owner) == ("letter", str(old.member_id))
    assert (letter.content_type, letter.size) == ("image/jpeg", 19)
    assert old.events.latest("pgh_id").letter == letter
    with letter.file.open("rb") as file:
        assert file.read() == b"\xff\xd8\xff an older letter"
