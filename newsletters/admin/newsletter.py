"""Composing a newsletter, with links to the pages that send it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.adminsite.slugs import SlugAdmin, SlugForm
from network.adminsite.translations import TranslationsAdmin
from network.values.lists import listed
from network.values.primary_keys import at_key
from newsletters.admin import issue_pages
from newsletters.admin.texts import INLINES, TextInline
from newsletters.admin.topics import TopicsForm
from newsletters.models import Newsletter
from newsletters.services import (
    Outdated,
    confirm_translation,
    drafts_with_outdated_texts,
    next_number,
    outdated_texts,
    remove_newsletter,
    save_newsletter,
)


class NewsletterForm(SlugForm, TopicsForm):
    address_help = _("If left empty, it is made from the number.")

    class Meta:
        model = Newsletter
        fields = ["number", "slug", "topics"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            self.fields["topics"].help_text = _(
                "Subscribers of any of these topics receive it; none means everybody."
            )

    def slug_source(self, data: dict[str, Any]) -> str:
        return f"issue-{data['number']}" if data.get("number") is not None else ""


@admin.register(Newsletter)
class NewsletterAdmin(TranslationsAdmin, SlugAdmin, OptimisticLockAdmin, ServiceAdmin):
    form = NewsletterForm
    list_per_page = 50
    list_display = ["title", "state_label", "topic_list", "started_at", "finished_at", "is_sample"]
    list_filter = ["state"]
    search_fields = ["texts__subject", "=number"]
    readonly_fields = ["started_at", "started_by", "finished_at"]
    inlines = INLINES
    warn_unsaved_form = True
    actions_detail = ["preview", "send", "progress"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newsletter]:
        found: QuerySet[Newsletter] = super().get_queryset(request)
        return found.prefetch_related("texts").defer("sent_content")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        written = ["number", "slug", "topics"]
        is_open = obj is None or self.is_open(request, obj)
        return written if is_open else [*written, *self.readonly_fields]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """A sent issue is read in the preview, as it was sent."""
        return list(self.inlines) if obj is None or self.is_open(request, obj) else []

    def outdated_texts(self, row: Newsletter) -> list[Outdated]:
        """For a draft only: a sent issue keeps its own record."""
        return outdated_texts(row) if row.is_draft else []

    def outdated_condition(self) -> Q:
        # Some texts are HTML, which is compared as it reads; drafts are few.
        return Q(pk__in=[draft.pk for draft, _items in drafts_with_outdated_texts()])

    def confirm_translation(self, row: Newsletter, key: str, *, by: Any) -> Outdated:
        return confirm_translation(row, key, by=by)

    def slug_is_fixed(self, row: Newsletter) -> bool:
        return not row.is_draft

    def view_on_site(self, newsletter: Newsletter) -> str | None:
        return None if newsletter.is_draft else newsletter.get_absolute_url()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"number": next_number()}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, TextInline) and inline.language != "en":
            kwargs["prefix"] = f"texts-{inline.language}"
        return kwargs

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the object where Django asks with the object.
        is_open = not isinstance(obj, Newsletter) or self.is_open(request, obj)
        return is_open and bool(super().has_change_permission(request, obj))

    def is_open(self, request: HttpRequest, newsletter: Newsletter) -> bool:
        """Whether the page is a form: of a draft, and of what was typed while it was sent.

        The service refuses late edits, and the form still shows what was typed.
        """
        return newsletter.is_draft or request.method == "POST"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the object where Django asks with the object.
        is_open = not isinstance(obj, Newsletter) or obj.is_draft
        return is_open and bool(super().has_delete_permission(request, obj))

    def save_row(
        self, request: HttpRequest, row: Newsletter, form: Any, write_related: Callable[[], None]
    ) -> None:
        save_newsletter(row, by=signed_in_user(request), write_related=write_related)

    def remove_row(self, request: HttpRequest, row: Newsletter) -> None:
        remove_newsletter(row, by=signed_in_user(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.by = signed_in_user(request)
        super().save_formset(request, form, formset, change)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Drafts are previewed and sent; of the others the progress is shown."""
        issue = at_key(Newsletter.objects.all(), object_id)
        state = issue.values_list("state", flat=True).first()
        shown = ("preview", "send") if state == Newsletter.State.DRAFT else ("preview", "progress")
        return [
            found
            for found in super().get_actions_detail(request, object_id)
            if found.action_name.endswith(shown)
        ]

    def get_custom_urls(self) -> tuple[Any, ...]:
        def page(view: Any) -> Any:
            return lambda request, model_admin, **kwargs: view(model_admin, request, **kwargs)

        name = "newsletters_newsletter"
        return (
            (
                "<int:object_id>/preview/<str:language>/",
                f"{name}_preview_html",
                page(issue_pages.preview_html),
            ),
            ("<int:object_id>/test/", f"{name}_test", page(issue_pages.send_test)),
            ("<int:object_id>/hold/", f"{name}_hold", page(issue_pages.hold)),
            ("<int:object_id>/resume/", f"{name}_resume", page(issue_pages.resume)),
            ("<int:object_id>/again/", f"{name}_again", page(issue_pages.try_again)),
        )

    @action(description=_("Preview and test"), icon="visibility", permissions=["view"])
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        return issue_pages.preview(self, request, object_id)

    @action(description=_("Send…"), icon="send", permissions=["change"])
    def send(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return issue_pages.send(self, request, object_id)

    @action(description=_("Progress"), icon="monitoring", permissions=["view"])
    def progress(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return issue_pages.progress(self, request, object_id)

    @display(description=_("newsletter"), ordering="number")
    def title(self, newsletter: Newsletter) -> str:
        texts = {text.language: text.subject for text in newsletter.texts.all()}
        return f"{newsletter.number} · {texts.get('en') or next(iter(texts.values()), '–')}"

    @display(
        description=_("status"),
        ordering="state",
        label={"draft": "warning", "sending": "info", "held": "warning", "sent": "success"},
    )
    def state_label(self, newsletter: Newsletter) -> tuple[str, Any]:
        if newsletter.is_held:
            return "held", _("on hold")
        return newsletter.state, newsletter.get_state_display()

    @display(description=_("topics"))
    def topic_list(self, newsletter: Newsletter) -> str:
        return listed(newsletter.topic_labels) or str(_("everybody"))
