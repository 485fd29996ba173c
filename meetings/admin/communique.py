"""Communiqués: written by language, built as PDFs, adopted and published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from unfold.decorators import display

from meetings.admin.communique_steps import (
    CommuniqueSteps,
    _language,
    is_out_of_step,
    shown_marks,
)
from meetings.admin.paragraphs import (
    CONFIRM_FORM,
    INLINES,
    ShownText,
    TextFormSet,
    confirm_button,
    state_badge,
)
from meetings.admin.versions import VersionInline
from meetings.characters import unshown_sentence
from meetings.documents import content_of
from meetings.models import Communique, Meeting, Paragraph
from meetings.services import communique as writing
from meetings.services.texts import note_edit, save_communique
from meetings.translations import (
    completeness_of,
    has_outdated_translations,
    outdated_title,
)
from network.accounts.access import signed_in_user
from network.adminsite.optimistic_lock import OptimisticLockForm
from network.adminsite.translations import OutdatedFilter, OutdatedWarning, changed_english
from network.values.translations import SOURCE_LANGUAGE, text_in


class CommuniqueForm(OptimisticLockForm):
    """One language of a communiqué; knows what its page showed when it was opened.

    The mark is of this language alone, so that translators do not block each other.
    """

    english_title = ShownText()
    language = SOURCE_LANGUAGE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = to_attribute("title", self.language)
        if title in self.fields:
            self.fields[title].label = _("Title")
        if self.instance.pk:
            english = text_in(self.instance, "title", SOURCE_LANGUAGE)
            self.fields["english_title"].initial = english

    def marks(self) -> dict[str, str]:
        return shown_marks(self.instance, self.language)

    def refuse(self, changed: list[str]) -> None:
        sentence = gettext(
            "A colleague has changed this text since you opened it. Open it in another tab, "
            "compare, and merge the two texts there."
        )
        self.add_error(None, sentence)

    def show_again(self, changed: list[str]) -> None:
        """Does nothing: a text of the States is merged by hand and never replaced."""


@admin.register(Communique)
class CommuniqueAdmin(OutdatedWarning, CommuniqueSteps):
    list_per_page = 50
    list_display = ["title", "meeting", "shown_state", "adopted_on", "shown_public", "shown_sample"]
    list_filter = ["state", "is_public", OutdatedFilter, "is_sample"]
    list_select_related = ["meeting"]
    search_fields = ["title_en", "meeting__folded"]
    form = CommuniqueForm
    warn_unsaved_form = True
    change_form_outer_before_template = "admin/meetings/communique/panel.html"

    class Media:
        css = {"all": ["css/admin-meetings.css"]}

    def outdated_condition(self) -> models.Q:
        """What OutdatedFilter shows."""
        return has_outdated_translations()

    # --- The form ---

    def may_go(self, row: Communique) -> bool:
        return writing.may_be_removed(row)

    def delete_model(self, request: HttpRequest, obj: Communique) -> None:
        writing.remove_communique(obj, by=signed_in_user(request))

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
        # The shown fields depend on the language of the page, which is in the request.
        obj.shown_language = _language(request)
        obj.may_confirm = self.has_change_permission(request, obj)
        shown = ["shown_english_title", "shown_title_state"]
        if is_out_of_step(request, obj):
            return shown
        fixed = [to_attribute("title", code) for code in writing.fixed_languages(obj)]
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
            text = text_in(communique, "title", language)
            return state_badge(
                *(("complete", _("up to date")) if text else ("missing", _("missing")))
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
                by=signed_in_user(request),
            )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, TextFormSet):
            formset.by = signed_in_user(request)
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change and not form.changed_data and any(each.has_changed() for each in formsets):
            # A text that was edited, though not by its title; untouched, it stays as it was.
            note_edit(form.instance, by=signed_in_user(request))
        super().save_related(request, form, formsets, change)
        moved = {
            row.instance.pk: row.initial.get("number")
            for formset in formsets
            if formset.model is Paragraph
            for row in formset.forms
            if "number" in row.changed_data
        }
        writing.number_paragraphs(form.instance, moved=moved, by=signed_in_user(request))

    def outdated_languages(self, request: HttpRequest, row: Communique) -> list[str]:
        if _language(request) != SOURCE_LANGUAGE:
            return []
        return [entry.name for entry in completeness_of(row) if entry.outdated]

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        self._warn_of_unshown(request, obj)
        response: HttpResponse = super().response_add(request, obj, *args)
        return response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        self._warn_of_unshown(request, obj)
        response: HttpResponse = super().response_change(request, obj)
        return response

    def _warn_of_unshown(self, request: HttpRequest, communique: Communique) -> None:
        """Who has saved what no PDF can show learns it while it is easy to write otherwise."""
        sentence = unshown_sentence(content_of(communique), [_language(request)])
        if sentence:
            messages.warning(request, sentence)

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
                # Every field of an adopted text is read-only; there is nothing to save.
                for button in ("save", "save_and_continue", "save_and_add_another"):
                    context[f"show_{button}"] = False
        page: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return page

    # --- The buttons above it ---

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
