"""Outdated translations in the admin: shown above a row's form, and confirmed with a button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from network.adminsite.dashboard import CardItem, DashboardCard
from network.audit.tracking import acting
from network.values.lists import listed
from network.values.permissions import require_permission
from network.values.primary_keys import find_at_key
from network.values.refusals import Refusal
from network.values.translations import (
    FollowsEnglish,
    OutdatedText,
    OutdatedTranslations,
    follow_english,
    has_outdated_texts,
    languages_of,
    with_key,
)
from network.values.unions import rows_of_all
from network.values.word_difference import word_difference


def changed_english(item: OutdatedText) -> SafeString:
    """The present English, with what was added and removed since the translation was made."""
    pieces = word_difference(item.translates, item.english) if item.translates else []
    direction = "ltr" if item.is_from_english else "auto"
    if not pieces:
        return format_html(
            '<span lang="{}" dir="{}">{}</span>', item.source_language, direction, item.english
        )
    tags = {"same": "{}", "out": "<del>{}</del>", "in": "<ins>{}</ins>"}
    marked = format_html_join("", "{}", ((format_html(tags[p.kind], p.text),) for p in pieces))
    return format_html(
        '<span class="changed-text" lang="{}" dir="{}">{}</span>',
        item.source_language,
        direction,
        marked,
    )


def shown_outdated(
    items: Iterable[OutdatedText], address: str = ""
) -> list[tuple[OutdatedText, SafeString, str]]:
    """Each outdated translation, its changed English, and the address where it is edited."""
    return [(item, changed_english(item), address) for item in items]


def shown_by_field(
    items: Iterable[OutdatedText], page: str = ""
) -> list[tuple[OutdatedText, SafeString, str]]:
    """The same where each is written in a field of the form of `page`."""
    return [(item, changed_english(item), f"{page}#id_{item.column}") for item in items]


NOT_ACKNOWLEDGED = _(
    "Look at the outdated translations below, and tick that you have seen them; the list may have "
    "changed since you opened the page."
)


def acknowledgement_context(request: HttpRequest, outdated: list[Any]) -> dict[str, Any]:
    """The context of admin/network/outdated_list.html: the list, and whether its box was ticked. A
    tick at another list does not count for this one.
    """
    keys = {item.key for item, *_more in outdated}
    return {
        "outdated": outdated,
        "is_acknowledged": bool(keys) and keys <= set(acknowledged_keys(request)),
    }


def acknowledged_keys(request: HttpRequest) -> list[str]:
    """The keys of the outdated translations that the user has acknowledged."""
    return request.POST.getlist("key") if "acknowledge" in request.POST else []


@transaction.atomic
def confirm_translation(row: FollowsEnglish, key: str, *, by: Any) -> OutdatedText:
    """Record that an outdated translation is still right for the present English text.

    `key` is that of the OutdatedText that was shown; raises Refusal when either text has changed
    since.
    """
    require_permission(by, "change", row)
    locked = type(row)._base_manager.select_for_update().get(pk=row.pk)
    found = with_key(locked.outdated_texts(), key)
    with acting(by):
        follow_english(locked, found.identity, found.language, found.english)
    return found


class OutdatedFilter(admin.SimpleListFilter):
    """Of a TranslationsAdmin: the rows with an outdated translation."""

    title = _("translations")
    parameter_name = "translations"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.model_admin = model_admin

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("outdated", _("outdated"))]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        if self.value() != "outdated":
            return queryset
        return queryset.filter(self.model_admin.outdated_condition())


def outdated_list(model: type[models.Model]) -> str:
    """The address of the list of the rows of `model` with an outdated translation."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return reverse(name) + "?translations=outdated"


def outdated_item(row: FollowsEnglish) -> CardItem:
    """A row with outdated translations, as a line of a card on the first page."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return CardItem(
        label=f"{capfirst(str(row._meta.verbose_name))}: {row}",
        url=reverse(name, args=[row.pk]),
        note=listed(languages_of(row.outdated_texts())),
    )


def outdated_rows(*lists: models.QuerySet[Any]) -> list[list[Any]]:
    """The rows of each list; one query alone where none of them has any, as on most days."""
    places = (
        rows.order_by().values_list(models.Value(at)).distinct() for at, rows in enumerate(lists)
    )
    some = {at for (at,) in rows_of_all(*places)}
    return [list(rows) if at in some else [] for at, rows in enumerate(lists)]


def outdated_card(
    key: str, title: str, items: list[CardItem], *, count: int, url: str
) -> DashboardCard:
    """A card of the first page: the first of `count` rows with outdated translations."""
    return DashboardCard(
        key=key,
        title=title,
        count=count,
        url=url,
        empty=gettext("Every translation follows its English text."),
        tone="warn",
        items=items,
    )


class OutdatedWarning:
    """Lets an admin warn, after a save, of the translations that the row's English has outdated."""

    def outdated_languages(self, request: HttpRequest, row: Any) -> list[str]:
        """The names of the languages of these translations."""
        raise NotImplementedError

    def response_change(self: Any, request: HttpRequest, obj: Any) -> HttpResponse:
        if outdated := self.outdated_languages(request, obj):
            sentence = gettext("Translations outdated by the English text: %(languages)s.")
            messages.warning(request, sentence % {"languages": listed(outdated)})
        response: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]
        return response


class TranslationsAdmin(OutdatedWarning, ModelAdmin):
    """An admin of rows whose translations record the English that they follow."""

    change_form_outer_before_template = "admin/network/outdated_panel.html"
    change_form_before_template = "admin/network/outdated_stop.html"

    def outdated_texts(self, row: Any) -> Sequence[OutdatedText]:
        found: list[OutdatedText] = row.outdated_texts()
        return found

    def outdated_condition(self) -> models.Q:
        """The rows with an outdated translation."""
        return has_outdated_texts(self.model)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), OutdatedFilter]

    def confirm_translation(self, row: Any, key: str, *, by: Any) -> OutdatedText:
        return confirm_translation(row, key, by=by)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_still_right"
        view = self.admin_site.admin_view(require_POST(self.still_right_view))
        return [path("<int:pk>/still-right/", view, name=name), *super().get_urls()]

    def still_right_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = find_at_key(self.model._base_manager.all(), pk)
        by: Any = request.user
        if not self.has_change_permission(request, row):
            raise Http404
        try:
            with transaction.atomic():
                item = self.confirm_translation(row, request.POST.get("key", ""), by=by)
                # The audit trail records the texts alone.
                LogEntry.objects.log_actions(
                    by.pk,
                    [row],
                    CHANGE,
                    gettext("confirmed a translation: {place} ({language})").format(
                        place=item.place, language=item.language_name
                    ),
                )
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, gettext("The translation is marked as up to date."))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(reverse(name, args=[pk]))

    def outdated_languages(self, request: HttpRequest, row: Any) -> list[str]:
        return languages_of(self.outdated_texts(row))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context["outdated"] = shown_outdated(self.outdated_texts(obj))
            context["may_confirm"] = self.has_change_permission(request, obj)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_still_right"
            context["still_right"] = reverse(name, args=[obj.pk])
            _mark_fields(context["adminform"].form, self.outdated_texts(obj))
        stopped = getattr(request, "refusal", None)
        if isinstance(stopped, OutdatedTranslations):
            # The form holds what was not saved: it is reported here and not above.
            context["outdated"] = []
            context["stopped"] = acknowledgement_context(request, shown_by_field(stopped.items))
        page: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return page

    @display(description=_("translations"), label="warning")
    def shown_translations(self, row: Any) -> str | None:
        behind = languages_of(row.outdated_texts())
        return gettext("outdated: %(languages)s") % {"languages": listed(behind)} if behind else ""


def _mark_fields(form: Any, outdated: Iterable[OutdatedText]) -> None:
    for item in outdated:
        if item.column in form.fields:
            # Of the field as it is shown: the field itself adds to its help how long it may be.
            shown = form[item.column]
            shown.help_text = format_html(
                '<strong class="outdated-field">{}</strong> {}',
                outdated_sentence(item),
                shown.help_text,
            )


def outdated_sentence(item: OutdatedText) -> str:
    """The sentence beside the field of an outdated translation."""
    if item.is_from_english:
        return gettext("Outdated: the English text has changed since.")
    return gettext("Outdated: the original text has changed since.")
