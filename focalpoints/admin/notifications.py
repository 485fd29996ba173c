"""Official notifications in the admin; writes go through focalpoints.notifications."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from translated_fields import to_attribute
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from focalpoints.admin import notification_pages
from focalpoints.admin.notification_annexes import AnnexInline
from focalpoints.filters import regions
from focalpoints.models import Category, Notification
from focalpoints.models.notification import TEXTS
from focalpoints.notifications.deliveries import standing_of
from focalpoints.notifications.kinds import NotificationKind
from focalpoints.notifications.writing import remove_notification, save_notification
from network import clock, registry
from network.accounts.access import signed_in_user
from network.adminsite.base import ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin, OptimisticLockForm
from network.adminsite.translations import TranslationsAdmin
from network.values.deadlines import deadline
from network.values.primary_keys import at_key


class NotificationForm(OptimisticLockForm):
    """What a notification says, and whom it is for."""

    kind = forms.ChoiceField(
        label=_("Type"),
        help_text=_("Who among those selected below is written to."),
        widget=UnfoldAdminSelectWidget,
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        choices=regions,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("All members of these regions. Organisations are in none: name them below."),
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.in_order(),
        label=_("Categories"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Holders of these categories; without a choice, of every category."),
    )

    class Meta:
        model = Notification
        fields = (
            *(to_attribute(name, code) for name in TEXTS for code, _own in settings.LANGUAGES),
            *("kind", "act_by", "asks_answer", "visibility", "categories", "regions", "members"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = registry.of(NotificationKind)
            known = [one for one in kinds if one.written_by_hand or one.name == self.instance.kind]
            self.fields["kind"].choices = [(one.name, one.label) for one in known]  # type: ignore[attr-defined]
            # One that an app has begun is about something of that app, and stays so.
            own = next((one for one in kinds if one.name == self.instance.kind), None)
            self.fields["kind"].disabled = own is not None and not own.written_by_hand

    def clean_regions(self) -> list[str]:
        """The chosen ones; in their stored order if they are the same, so that nothing changes."""
        chosen: list[str] = self.cleaned_data["regions"]
        stored: list[str] = self.instance.regions
        return stored if sorted(stored) == sorted(chosen) else chosen


@admin.register(Notification)
class NotificationAdmin(TranslationsAdmin, OptimisticLockAdmin, ServiceAdmin):
    form = NotificationForm
    inlines = (AnnexInline,)
    list_per_page = 50
    list_display = (
        "shown_title",
        "state_label",
        "sent_on",
        "act_by",
        "shown_acts",
        "is_sample",
    )
    list_filter = ("state", "year", "visibility")
    search_fields = ("subject_en", "action_en")
    autocomplete_fields = ("members",)
    warn_unsaved_form = True
    actions_detail = ("submit", "approve", "take_back", "recipients", "remind", "correct")
    actions_submit_line = ("save_and_submit",)
    # What is known of it, beside what it says.
    facts = ("shown_state", "shown_corrects", "shown_standing")

    class Media:
        css = {"all": ("css/admin-review.css", "css/admin-register.css")}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        rows = Notification.objects.with_correction().select_related("submitted_by", "approved_by")
        acted = Q(recipients__acknowledged_at__isnull=False)
        return rows.latest_first().annotate(
            sent_to=Count("recipients"), acted=Count("recipients", filter=acted)
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        others = [
            (name, {"classes": ["tab"], "fields": [to_attribute(text, code) for text in TEXTS]})
            for code, name in settings.LANGUAGES
            if code != "en"
        ]
        seen = ["seen"] if obj is not None and self.has_change_permission(request, obj) else []
        facts = [(None, {"fields": self.facts})] if obj is not None else []
        said = ["subject_en", "body_en", "action_en", "act_by", "asks_answer", "visibility", *seen]
        audience = _("Recipients")
        chosen = ["kind", "categories", "regions", "members"]
        return [*facts, (None, {"fields": said}), (audience, {"fields": chosen}), *others]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What a page that leads here has chosen: `?kind=unconfirmed&regions=002`."""
        given: dict[str, Any] = super().get_changeform_initial_data(request)
        if "regions" in given:
            given["regions"] = [code for code in given["regions"].split(",") if code]
        return given

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *self.facts)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the row whose buttons it shows.
        return bool(super().has_add_permission(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # unfold asks with the key of the object where Django asks with the object.
        is_open = not isinstance(obj, Notification) or self.is_open(request, obj)
        return is_open and bool(super().has_change_permission(request, obj))

    def is_open(self, request: HttpRequest, notification: Notification) -> bool:
        """Whether the page is a form; the service refuses what was typed while it was sent."""
        return not notification.is_sent or request.method == "POST"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = not isinstance(obj, Notification) or not obj.is_sent
        return is_open and bool(super().has_delete_permission(request, obj))

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def outdated_texts(self, row: Notification) -> Any:
        """Of a sent one nothing can be mended any more."""
        return [] if row.is_sent else super().outdated_texts(row)

    def outdated_condition(self) -> Q:
        return super().outdated_condition() & ~Q(state=Notification.State.SENT)

    def view_on_site(self, notification: Notification) -> str | None:
        return notification.get_absolute_url() if notification.is_sent else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saved as it was shown, one that waits for a second person stays submitted."""
        changed = (form, *formsets) if change else ()
        form.is_untouched = bool(changed) and not any(one.has_changed() for one in changed)
        super().save_related(request, form, formsets, change)

    def save_row(
        self,
        request: HttpRequest,
        row: Notification,
        form: Any,
        write_related: Callable[[], None],
    ) -> None:
        if not form.is_untouched:
            save_notification(row, by=signed_in_user(request), write_related=write_related)

    def remove_row(self, request: HttpRequest, row: Notification) -> None:
        remove_notification(row, by=signed_in_user(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.by = signed_in_user(request)
        super().save_formset(request, form, formset, change)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The buttons that apply to its state."""
        found = at_key(Notification.objects.all(), object_id).first()
        by_state: dict[str, tuple[str, ...]] = {
            "draft": ("submit",),
            "submitted": ("approve", "take_back"),
            "sent": ("recipients", "remind", "correct"),
        }
        fitting = set(by_state[found.state]) if found is not None else set()
        if found is not None and found.is_fixed:
            fitting.discard("correct")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        shown = super().get_actions_detail(request, object_id)
        return [button for button in shown if button.action_name.removeprefix(prefix) in fitting]

    @action(description=_("Save and submit…"), permissions=["change"])
    def save_and_submit(self, request: HttpRequest, notification: Notification) -> None:
        """Saves as every button does; the answer then leads to the question (`_after_saving`)."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        # unfold shows such buttons on the pages of rows that exist, and alone there.
        buttons = self.get_actions_submit_line(request, None)
        shown = {"actions_submit_line": buttons, **(extra_context or {})}
        answer: HttpResponse = super().add_view(request, form_url, shown)
        return answer

    def _after_saving(
        self, request: HttpRequest, notification: Notification, answer: HttpResponse
    ) -> HttpResponse:
        button = f"{self.opts.app_label}_{self.opts.model_name}_save_and_submit"
        if button in request.POST and notification.is_draft:
            return redirect("admin:focalpoints_notification_submit", notification.pk)
        return answer

    def response_add(
        self, request: HttpRequest, obj: Notification, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj, answer)

    def response_change(self, request: HttpRequest, obj: Notification) -> HttpResponse:
        return self._after_saving(request, obj, super().response_change(request, obj))

    @action(description=_("Submit…"), icon="send", permissions=["change"])
    def submit(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.submit(self, request, object_id)

    @action(description=_("Look and send…"), icon="fact_check", permissions=["view"])
    def approve(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.approve(self, request, object_id)

    @action(
        description=_("Make it a draft again"),
        icon="undo",
        permissions=["change"],
        url_path="take-back",
    )
    def take_back(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.take_back(self, request, object_id)

    @action(description=_("Recipients"), icon="group", permissions=["view"])
    def recipients(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.recipients(self, request, object_id)

    @action(description=_("Remind…"), icon="notifications_active", permissions=["change"])
    def remind(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.remind_page(self, request, object_id)

    @action(description=_("Correct…"), icon="published_with_changes", permissions=["add"])
    def correct(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return notification_pages.correct(self, request, object_id)

    @display(description=_("notification"), ordering="sent_at")
    def shown_title(self, notification: Notification) -> str:
        return str(notification)

    @display(description=_("sent"), ordering="sent_at")
    def sent_on(self, notification: Notification) -> Any:
        return None if notification.sent_at is None else clock.day_of(notification.sent_at)

    @display(
        description=_("status"),
        ordering="state",
        label={"draft": "default", "submitted": "warning", "sent": "success", "later": "danger"},
    )
    def state_label(self, notification: Notification) -> tuple[str, Any]:
        if notification.replaced_by() is not None:
            return "later", _("corrected")
        return notification.state, notification.get_state_display()

    @display(description=_("acknowledged"))
    def shown_acts(self, notification: Any) -> str:
        if not notification.is_sent:
            return "–"
        return gettext("{some} of {all}").format(some=notification.acted, all=notification.sent_to)

    @display(description=_("status"))
    def shown_state(self, notification: Notification) -> str:
        """Who submitted and who sent it, and when."""
        said = [str(notification.get_state_display())]
        if notification.submitted_at is not None:
            said.append(
                gettext("submitted by {name}, {moment}").format(
                    name=notification.submitted_by or "–",
                    moment=deadline(notification.submitted_at),
                )
            )
        if notification.sent_at is not None and notification.is_fixed:
            said.append(gettext("sent in fixed words, which need no second person"))
        elif notification.sent_at is not None:
            said.append(
                gettext("looked at and sent by {name}, {moment}").format(
                    name=notification.approved_by or "–", moment=deadline(notification.sent_at)
                )
            )
        return " · ".join(said)

    @display(description=_("correction"))
    def shown_corrects(self, notification: Notification) -> Any:
        said = [
            format_html('{} <a href="{}">{}</a>', words, _page(other), other)
            for words, other in (
                (gettext("Corrects"), notification.corrects),
                (gettext("Corrected by"), getattr(notification, "correction", None)),
            )
            if other is not None
        ]
        return format_html("{}", said[0]) if len(said) == 1 else _joined(said)

    @display(description=_("what is known"))
    def shown_standing(self, notification: Notification) -> str:
        if not notification.is_sent:
            return "–"
        standing = standing_of(notification)
        return gettext(
            "{recipients} recipients · accepted by the server: {accepted} · refused, returned or "
            "without address: {unreached} · acknowledged: {acknowledged} · answered: {answered}"
        ).format(
            recipients=standing.recipients,
            accepted=standing.accepted,
            unreached=standing.unreached,
            acknowledged=standing.acknowledged,
            answered=standing.answered,
        )


def _page(notification: Notification) -> str:
    return reverse("admin:focalpoints_notification_change", args=[notification.pk])


def _joined(said: list[Any]) -> Any:
    return format_html("{} · {}", *said) if said else "–"
