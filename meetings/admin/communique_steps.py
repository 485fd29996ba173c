"""The steps of a communiqué: its PDFs, adoption and publication, each after a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from meetings.documents import KIND, content_of, is_older
from meetings.forms import AdoptionForm
from meetings.models import Communique
from meetings.services import builds as building
from meetings.services import communique as writing
from meetings.services.texts import confirm_translation
from meetings.translations import (
    Completeness,
    completeness_of,
    outdated_of_meeting,
    outdated_texts,
)
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin
from network.adminsite.optimistic_lock import RowLockAdmin
from network.adminsite.translations import (
    NOT_ACKNOWLEDGED,
    acknowledged_keys,
    acknowledgement_context,
    changed_english,
)
from network.adminsite.widgets import UnfoldDayInput
from network.documents.models import DocumentBuild
from network.documents.queue import retry, start_builds
from network.values.optimistic_lock import changed_since
from network.values.refusals import Refusal
from network.values.translations import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    OutdatedTranslations,
    languages_of,
)


def _language(request: HttpRequest) -> str:
    """The language that a page of the form is about; by default English."""
    wanted = request.GET.get("language", SOURCE_LANGUAGE)
    return wanted if wanted in LANGUAGES else SOURCE_LANGUAGE


def shown_marks(communique: Communique, language: str) -> dict[str, str]:
    """The mark of all that a page of one language shows, for its form to carry."""
    return {"text": writing.edition(communique, language)}


def is_out_of_step(request: HttpRequest, communique: Communique) -> bool:
    """Whether the form was filled in on a page that is out of date.

    Its form refuses that (CommuniqueForm.clean); until then it is shown as it was typed, even if
    adoption has fixed the text meanwhile.
    """
    if request.method != "POST" or "seen" not in request.POST:
        return False
    # Asked before the form writes what was typed into the row, and kept.
    found: bool | None = getattr(request, "is_out_of_step", None)
    if found is None:
        marks = shown_marks(communique, _language(request))
        found = bool(changed_since(request.POST["seen"], marks))
        request.is_out_of_step = found  # type: ignore[attr-defined]
    return found


def listed_outdated(communique: Communique, items: Sequence[Any]) -> list[Any]:
    """Each outdated translation with its changed English, and the address to correct it."""
    written = reverse("admin:meetings_communique_change", args=[communique.pk])
    of_meeting = reverse("admin:meetings_meeting_change", args=[communique.meeting_id])
    return [
        (
            item,
            changed_english(item),
            of_meeting if item.is_of_meeting else f"{written}?language={item.language}",
        )
        for item in items
    ]


class CommuniqueSteps(ProtectedAdmin, RowLockAdmin):
    """The actions on one communiqué, and who may take them."""

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(view)
            return guarded

        # get_urls is asked once per site, so the decorators are applied once as well.
        return [
            path(
                "<int:pk>/pdf/",
                wrapped(require_GET(self.pdf_view)),
                name="meetings_communique_pdf",
            ),
            path(
                "<int:pk>/pdf/build/",
                wrapped(require_POST(self.build_view)),
                name="meetings_communique_build",
            ),
            path(
                "<int:pk>/pdf/<int:build>/retry/",
                wrapped(require_POST(self.retry_view)),
                name="meetings_communique_retry",
            ),
            path(
                "<int:pk>/still-right/<str:language>/",
                wrapped(require_POST(self.still_right_view)),
                name="meetings_communique_still_right",
            ),
            path("<int:pk>/adopt/", wrapped(self.adopt_view), name="meetings_communique_adopt"),
            path(
                "<int:pk>/publish/",
                wrapped(require_POST(self.publish_view)),
                name="meetings_communique_publish",
            ),
            path(
                "<int:pk>/withdraw/",
                wrapped(require_POST(self.withdraw_view)),
                name="meetings_communique_withdraw",
            ),
            *super().get_urls(),
        ]

    def pdf_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The builds of the newest version: a fragment for htmx, a page without."""
        communique = self._editable(request, pk)
        context = {
            **self.admin_site.each_context(request),
            **self._panel(communique),
            "original": communique,
            "opts": self.opts,
            "title": gettext("PDFs of this communiqué"),
        }
        template = "admin/meetings/communique/pdf.html"
        if request.headers.get("HX-Request") == "true":
            template = "admin/meetings/communique/builds_fragment.html"
        return TemplateResponse(request, template, context)

    def build_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)
        by = signed_in_user(request)

        def build() -> str:
            waiting = building.request_builds(
                communique, by=by, acknowledged=acknowledged_keys(request)
            )
            start_builds(waiting)
            if waiting:
                return gettext("The PDFs are being built.")
            return gettext("Nothing has changed since the last PDFs were built.")

        return self._done(request, communique, build, label=gettext("Build PDF"))

    def retry_view(self, request: HttpRequest, pk: int, build: int) -> HttpResponse:
        communique = self._editable(request, pk)
        own = communique.versions.all().subjects()
        row = get_object_or_404(DocumentBuild, pk=build, kind=KIND, subject__in=own)

        def again() -> str:
            start_builds([retry(row, by=signed_in_user(request))])
            return gettext("The PDF is being built again.")

        return self._done(request, communique, again)

    def adopt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks for the day and says what adoption fixes; POST adopts and builds the PDFs."""
        communique = self._editable(request, pk)
        if communique.is_adopted and request.method != "POST":
            messages.info(request, gettext("This communiqué has already been adopted."))
            return HttpResponseRedirect(self._address(communique))
        form = AdoptionForm(request.POST if request.method == "POST" else None)
        form.fields["on"].widget = UnfoldDayInput()
        if form.is_valid():
            by = signed_in_user(request)
            day, seen = form.cleaned_data["on"], acknowledged_keys(request)
            try:
                version = writing.adopt(communique, on=day, by=by, acknowledged=seen)
            except OutdatedTranslations:
                form.add_error(None, NOT_ACKNOWLEDGED)
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.sentence)
            else:
                start_builds(building.request_builds_of(version, by=by))
                messages.success(request, gettext("The communiqué is adopted; its PDFs follow."))
                return HttpResponseRedirect(self._address(communique))
        entries = completeness_of(communique)
        complete = [row for row in entries if row.is_complete]
        context = {
            **self.admin_site.each_context(request),
            "original": communique,
            "opts": self.opts,
            "form": form,
            "languages": complete,
            "incomplete": [row for row in entries if row.is_begun and not row.is_complete],
            **acknowledgement_context(
                request, listed_outdated(communique, outdated_texts(communique))
            ),
            "title": gettext("Record the adoption"),
        }
        return TemplateResponse(request, "admin/meetings/communique/adopt.html", context)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)

        def publish() -> str:
            writing.publish(
                communique, by=signed_in_user(request), acknowledged=acknowledged_keys(request)
            )
            return gettext("Everybody can now read and download the communiqué.")

        return self._done(request, communique, publish, label=gettext("Publish"))

    def still_right_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        communique = self._editable(request, pk)
        if language not in LANGUAGES:
            raise Http404
        key = request.POST.get("key", "")

        def confirm() -> str:
            confirm_translation(communique, language, key, by=signed_in_user(request))
            return gettext("The translation is marked as up to date.")

        response = self._done(request, communique, confirm)
        response["Location"] += f"?{urlencode({'language': language})}"
        return response

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)

        def withdraw() -> str:
            writing.withdraw_from_public(communique, by=signed_in_user(request))
            return gettext("The communiqué is no longer on the public pages.")

        return self._done(request, communique, withdraw)

    def _done(
        self,
        request: HttpRequest,
        communique: Communique,
        act: Callable[[], str],
        *,
        label: str = "",
    ) -> HttpResponse:
        """Call `act`, show its message, and return to the communiqué.

        If it stops at outdated translations, the page asks to acknowledge them; `label` is the
        label of its button.
        """
        try:
            messages.success(request, act())
        except OutdatedTranslations as stopped:
            context = {
                **self.admin_site.each_context(request),
                "original": communique,
                "opts": self.opts,
                "title": gettext("Outdated translations"),
                "outdated": listed_outdated(communique, stopped.items),
                "action": request.path,
                "label": label,
                "error": NOT_ACKNOWLEDGED if "key" in request.POST else "",
            }
            return TemplateResponse(request, "admin/meetings/communique/outdated.html", context)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return HttpResponseRedirect(self._address(communique))

    def _address(self, communique: Communique) -> str:
        return reverse("admin:meetings_communique_change", args=[communique.pk])

    def _editable(self, request: HttpRequest, pk: int) -> Communique:
        communique = get_object_or_404(
            Communique.objects.select_related("meeting", "adopted_version"), pk=pk
        )
        if not self.has_change_permission(request, communique):
            raise Http404
        return communique

    def _panel(self, communique: Communique) -> dict[str, Any]:
        """What the panel shows: how complete each language is, and the newest PDFs."""
        newest = communique.versions.order_by("-number").first()
        subjects = [newest.subject] if newest else []
        rows: list[DocumentBuild] = list(DocumentBuild.objects.about(KIND, subjects))
        order: list[Completeness] = completeness_of(communique)
        place = {entry.language: number for number, entry in enumerate(order)}
        rows.sort(key=lambda row: place[row.language])
        begun = {entry.language for entry in order if entry.is_begun}
        return {
            "communique": communique,
            "completeness": order,
            "newest": newest,
            "builds": rows,
            "is_building": any(row.is_unfinished for row in rows),
            "behind_of_meeting": languages_of(
                item for item in outdated_of_meeting(communique.meeting) if item.language in begun
            ),
            "is_older_than_text": newest is not None and is_older(newest, content_of(communique)),
        }

    # --- The list ---
