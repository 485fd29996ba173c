"""Uploaded documents of plans for tests: a PDF, and how a member adds it to a draft."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from focalpoints.models import Member, ProposedChange
from focalpoints.review import drafts, registry
from initiatives.models import NationalActionPlan
from network.accounts.models import User
from network.documents.models import PublicFile
from tests.sent import sent_by

PLAN = b"\r\n%PDF-1.7 the plan of Spain"


def uploaded(content: bytes = PLAN, name: str = "Plan español.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored() -> PublicFile:
    """A file that nothing names."""
    row = PublicFile(original_name="plan.pdf", content_type="application/pdf", size=len(PLAN))
    row.file.save("", uploaded())
    return row


def drafted(plan: NationalActionPlan, by: User) -> ProposedChange:
    kind = registry.kind_of_entry(plan)
    return drafts.start_change(kind, plan, member=Member.objects.get(country=plan.country), by=by)


def with_document(client: Client, change: ProposedChange, upload: Any, **more: str) -> str:
    """What the page shows after a document was added to the draft."""
    edit = reverse("focalpoints:change-edit", args=[change.pk])
    page = client.get(f"{edit}?add=documents").content.decode()
    sent = {**typed_in(page), "documents-0-title": "Plan", "documents-0-url-file": upload}
    return client.post(edit, {**sent, **more}, follow=True).content.decode()


def typed_in(page: str) -> dict[str, Any]:
    """What the form of a draft sends when it is saved, without its preview."""
    return {name: value for name, value in sent_by(page, "preview").items() if name != "preview"}


def path_of(file: PublicFile) -> str:
    return f"/uploads/{file.identity}.pdf"
