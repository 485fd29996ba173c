"""Communiqués: written by language, built as PDFs, adopted and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from translated_fields import to_attribute
from unfold.decorators import display

from meetings.admin.paragraphs import (
    CONFIRM_FORM,
    INLINES,
    ShownText,
    TextFormSet,
    changed_english,
    confirm_button,
    state_badge,
)
from meetings.admin.versions import VersionInline
from meetings.documents import content_of, is_older
from meetings.forms import AdoptionForm
from meetings.models import Communique, Meeting, Paragraph, PdfBuild
from meetings.models.paragraph import SOURCE_LANGUAGE
from meetings.services import builds as building
from meetings.services import communique as writing
from meetings.services.communique import OutdatedTranslations
from meetings.services.texts import confirm_translation, save_communique
from meetings.tasks import build_pdf
from meetings.translations import (
    LANGUAGES,
    Completeness,
    Outdated,
    completeness_of,
    outdated_title,
    text_in,
)
from network.accounts.models import User
from network.adminsite.base import ProtectedAdmin, RowLockAdmin
from network.adminsite.widgets import UnfoldDayInput
from network.values.lists import listed
from network.values.refusals import Refusal


class CommuniqueForm(forms.ModelForm):
    """One language of a communiqué; knows what its page showed when it was opened.

    The digest is of this language alone, so that translators do not stand in each other's way.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    english_title = ShownText()
    language = SOURCE_LANGUAGE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = to_attribute("title", self.language)
        if title in self.fields:
            self.fields[title].label = _("Title")
        if self.instance.pk:
            self.fields["seen"].initial = writing.edition(self.instance, self.language)
            english = text_in(self.instance, "title", SOURCE_LANGUAGE)
            self.fields["english_title"].initial = english

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.instance.pk and data.get("seen") != self.fields["seen"].initial:
            raise ValidationError(
                gettext(
                    "A colleague has changed this text since you opened it. Open it in another "
                    "tab, compare, and bring the two together there."
                )
            )
        return data


def ring(waiting: list[PdfBuild]) -> None:
    """Nudge the workers once the rows are committed; a lost nudge is found by the sweep."""
    for build in waiting:
        build_pdf.delay_on_commit(build.pk)


def _language(request: HttpRequest) -> str:
    """The language that a page of the form is about; English unless told."""
    wanted = request.GET.get("language", SOURCE_LANGUAGE)
    return wanted if wanted in LANGUAGES else SOURCE_LANGUAGE


NOT_ACKNOWLEDGED = _(
    "Look at the outdated translations below, and tick that you have seen them; the list may have "
    "changed since you opened the page."
)


def _acknowledged(request: HttpRequest) -> list[str]:
    """The keys of the outdated translations that the user says to have seen."""
    return request.POST.getlist("key") if "acknowledge" in request.POST else []


def shown_outdated(items: list[Outdated]) -> list[tuple[Outdated, str]]:
    """Each outdated translation, with the English text as it has changed."""
    return [(item, changed_english(item)) for item in items]


@admin.register(Communique)
class CommuniqueAdmin(ProtectedAdmin, RowLockAdmin):
    list_display = ["title", "meeting", "shown_state", "adopted_on", "shown_public", "shown_sample"]
    list_filter = ["state", "is_public", "is_sample"]
    list_select_related = ["meeting"]
    search_fields = ["title_en", "meeting__title_en"]
    form = CommuniqueForm
    warn_unsaved_form = True
    change_form_outer_before_template = "meetings/admin/communique_panel.html"

    class Media:
        css = {"all": ["css/admin-meetings.css"]}

    # --- The form ---

    def may_go(self, row: Communique) -> bool:
        """What was frozen has been built, perhaps sent: it stays."""
        return not row.versions.exists()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        found = super().get_form(request, obj, change, **kwargs)
        found.language = _language(request)
        if "meeting" in found.base_fields:
            # A meeting with a communiqué cannot be deleted.
            found.base_fields["meeting"].widget.can_delete_related = False
        return found

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        language = _language(request)
        title = to_attribute("title", language)
        if language == SOURCE_LANGUAGE:
            fields = ["meeting", title, *(["seen"] if obj else [])]
        else:
            fields = ["shown_english_title", title, "shown_title_state", "seen", "english_title"]
        return [(None, {"fields": fields})]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        language = _language(request) if obj else SOURCE_LANGUAGE
        versions = [VersionInline] if obj and language == SOURCE_LANGUAGE else []
        return [INLINES[language], *versions]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return []
        # What is shown is about the language of this page, which a request tells.
        obj.shown_language = _language(request)
        obj.may_confirm = self.has_change_permission(request, obj)
        fixed = [to_attribute("title", code) for code in writing.fixed_languages(obj)]
        shown = ["shown_english_title", "shown_title_state"]
        return [*fixed, *shown, *(["meeting"] if obj.is_adopted else [])]

    @display(description=_("English title"))
    def shown_english_title(self, communique: Communique) -> str:
        item = outdated_title(communique, communique.shown_language)  # type: ignore[attr-defined]
        if item is not None:
            return changed_english(item)
        english = text_in(communique, "title", SOURCE_LANGUAGE)
        return format_html('<span lang="en" dir="ltr">{}</span>', english)

    @display(description=_("Status of the title"))
    def shown_title_state(self, communique: Communique) -> str:
        language: str = communique.shown_language  # type: ignore[attr-defined]
        item = outdated_title(communique, language)
        if item is None:
            said = text_in(communique, "title", language)
            return state_badge(
                *(("complete", _("up to date")) if said else ("missing", _("missing")))
            )
        is_fixed = language in writing.fixed_languages(communique)
        may = communique.may_confirm and not is_fixed  # type: ignore[attr-defined]
        return confirm_button(item) if may else state_badge("outdated", _("outdated"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "meeting":
            kwargs["queryset"] = Meeting.objects.latest_first()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.changed_data:
            save_communique(
                obj,
                language=form.language,
                translates=form.cleaned_data.get("english_title", ""),
                by=self._actor(request),
            )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, TextFormSet):
            formset.by = self._actor(request)
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change and not form.changed_data and any(each.has_changed() for each in formsets):
            # A text that was edited, though not by its title; untouched, it stays as it was.
            form.instance.save(update_fields=["edited_at"])
        super().save_related(request, form, formsets, change)
        moved = {
            row.instance.pk: row.initial.get("number")
            for formset in formsets
            if formset.model is Paragraph
            for row in formset.forms
            if "number" in row.changed_data
        }
        writing.number_paragraphs(form.instance, moved=moved)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Who has changed the English text learns which translations it has left behind."""
        if _language(request) == SOURCE_LANGUAGE:
            behind = [entry.name for entry in completeness_of(obj) if entry.outdated]
            if behind:
                messages.warning(
                    request,
                    gettext("Outdated beside the English text: %(languages)s.")
                    % {"languages": listed(behind)},
                )
        response: HttpResponse = super().response_change(request, obj)
        return response

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context.update(self._panel(obj))
            language = _language(request)
            context["languages"] = [
                {
                    "code": row.language,
                    "name": row.name,
                    "progress": row,
                    "is_current": row.language == language,
                }
                for row in context["completeness"]
            ]
            context["is_translation"] = language != SOURCE_LANGUAGE
            context["current"] = next(
                entry for entry in context["completeness"] if entry.language == language
            )
            context["confirm_form"] = CONFIRM_FORM
            if language in writing.fixed_languages(obj):
                # Every field of an adopted text is shown; there is nothing to save.
                for button in ("save", "save_and_continue", "save_and_add_another"):
                    context[f"show_{button}"] = False
        page: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return page

    # --- The buttons above it ---

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
        is_fragment = request.headers.get("HX-Request") == "true"
        template = "builds_fragment" if is_fragment else "communique_pdf"
        return TemplateResponse(request, f"meetings/admin/{template}.html", context)

    def build_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)
        by = self._actor(request)

        def build() -> str:
            waiting = building.request_builds(
                communique, by=by, acknowledged=_acknowledged(request)
            )
            ring(waiting)
            if waiting:
                return gettext("The PDFs are being built.")
            return gettext("Nothing has changed since the last PDFs were built.")

        return self._done(request, communique, build, label=gettext("Build PDF"))

    def retry_view(self, request: HttpRequest, pk: int, build: int) -> HttpResponse:
        communique = self._editable(request, pk)
        row = get_object_or_404(PdfBuild, pk=build, version__communique=communique)

        def again() -> str:
            ring([building.retry(row, by=self._actor(request))])
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
            by = self._actor(request)
            day, seen = form.cleaned_data["on"], _acknowledged(request)
            try:
                version = writing.adopt(communique, on=day, by=by, acknowledged=seen)
            except OutdatedTranslations:
                form.add_error(None, NOT_ACKNOWLEDGED)
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.sentence)
            else:
                ring(building.request_builds_of(version, by=by))
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
            "outdated": shown_outdated([item for row in complete for item in row.outdated]),
            "title": gettext("Record the adoption"),
        }
        return TemplateResponse(request, "meetings/admin/communique_adopt.html", context)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)

        def publish() -> str:
            writing.publish(
                communique, by=self._actor(request), acknowledged=_acknowledged(request)
            )
            return gettext("Everybody can now read and download the communiqué.")

        return self._done(request, communique, publish, label=gettext("Publish"))

    def still_right_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        communique = self._editable(request, pk)
        if language not in LANGUAGES:
            raise Http404
        key = request.POST.get("key", "")

        def confirm() -> str:
            confirm_translation(communique, language, key, by=self._actor(request))
            return gettext("The translation is marked as up to date.")

        response = self._done(request, communique, confirm)
        response["Location"] += f"?{urlencode({'language': language})}"
        return response

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        communique = self._editable(request, pk)

        def withdraw() -> str:
            writing.withdraw_from_public(communique, by=self._actor(request))
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
        """Do it, say what came of it, and go back to the communiqué.

        What stops at outdated translations asks for their acknowledgement; `label` is the
        button's that goes on.
        """
        try:
            messages.success(request, act())
        except OutdatedTranslations as stopped:
            context = {
                **self.admin_site.each_context(request),
                "original": communique,
                "opts": self.opts,
                "title": gettext("Outdated translations"),
                "outdated": shown_outdated(stopped.items),
                "action": request.path,
                "label": label,
                "error": NOT_ACKNOWLEDGED if "key" in request.POST else "",
            }
            return TemplateResponse(request, "meetings/admin/communique_outdated.html", context)
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

    @staticmethod
    def _actor(request: HttpRequest) -> User:
        assert isinstance(request.user, User), "admin_view lets nobody else in"
        return request.user

    def _panel(self, communique: Communique) -> dict[str, Any]:
        """What the panel shows: how complete each language is, and the newest PDFs."""
        newest = communique.versions.order_by("-number").first()
        rows: list[PdfBuild] = list(
            PdfBuild.objects.filter(version=newest).select_related("version")
        )
        order: list[Completeness] = completeness_of(communique)
        place = {entry.language: number for number, entry in enumerate(order)}
        rows.sort(key=lambda row: place[row.language])
        return {
            "communique": communique,
            "completeness": order,
            "newest": newest,
            "builds": rows,
            "is_building": any(row.is_unfinished for row in rows),
            "is_older_than_text": newest is not None and is_older(newest, content_of(communique)),
        }

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Communique]:
        rows: models.QuerySet[Communique] = (
            super().get_queryset(request).select_related("meeting", "adopted_version")
        )
        return rows

    @display(
        description=_("status"),
        ordering="state",
        label={"draft": "warning", "circulated": "info", "adopted": "success"},
    )
    def shown_state(self, communique: Communique) -> tuple[str, str]:
        return communique.state, str(communique.get_state_display())

    @display(description=_("public"), boolean=True, ordering="is_public")
    def shown_public(self, communique: Communique) -> bool:
        return communique.is_public

    @display(description=_("data"), label={_("sample"): "warning"})
    def shown_sample(self, communique: Communique) -> Any:
        return _("sample") if communique.is_sample else ""
