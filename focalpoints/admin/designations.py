"""Designations in the admin; writes go through focalpoints.designations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget

from focalpoints.admin import designation_endings
from focalpoints.admin.designation_filters import LetterFilter, StandingFilter
from focalpoints.admin.inviting import ask_to_invite
from focalpoints.admin.letter_page import record_letter_page
from focalpoints.admin.people import with_sample
from focalpoints.designations import change_designation, designate, remove_designation
from focalpoints.endings import open_ending_of
from focalpoints.filters import directory_shown
from focalpoints.holders import refusal_for
from focalpoints.letter_field import KeepsLetter, LetterField
from focalpoints.models import Designation, owner_names
from focalpoints.spreadsheets.focal_points import FocalPointResource
from focalpoints.unrecorded_letters import content_of
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ServiceAdmin
from network.adminsite.bulk_actions import bulk_action
from network.adminsite.confirmation import question_page, refuse_if_changed
from network.adminsite.optimistic_lock import OptimisticLockAdmin, OptimisticLockForm
from network.documents.private import discard_file
from network.importing.exports import ListPage
from network.importing.list_admin import ListAdmin
from network.values.collation import owner_name_order
from network.values.optimistic_lock import mark_of
from network.values.periods import period
from network.values.primary_keys import at_key, find_at_key
from network.values.refusals import Refusal
from network.values.searching import as_folded


class LetterInput(UnfoldAdminFileFieldWidget):
    """Without a link to the stored file: letters have an address of their own, with rights."""

    def is_initial(self, value: Any) -> bool:
        return False


class DesignationForm(OptimisticLockForm, KeepsLetter):
    """A designation with its letter; shows what the service would refuse beside the field."""

    class Meta:
        model = Designation
        fields = (
            "member",
            "person",
            "category",
            "starts_on",
            "ends_on",
            "letter_authority",
            "letter_reference",
            "letter_dated_on",
        )

    letter = LetterField(label=_("letter"), widget=LetterInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tell_kept()

    def marks(self) -> dict[str, str]:
        return {**super().marks(), "letter": mark_of(self.instance.letter_id)}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        # On a stored designation these two are shown and not sent; on a new one they may lack.
        member = data.get("member") or getattr(self.instance, "member", None)
        person = data.get("person") or getattr(self.instance, "person", None)
        if start and member and person and data.get("category"):
            planned = Designation(
                pk=self.instance.pk,
                member=member,
                person=person,
                category=data["category"],
                starts_on=start,
                ends_on=end,
            )
            obstacle = refusal_for(planned)
            if obstacle is not None:
                self.add_error(obstacle.field, obstacle.sentence)
        return data

    def validate_constraints(self) -> None:
        """Checked in `clean`, beside the fields; the database still enforces all of them."""


@admin.register(Designation)
class DesignationAdmin(ListAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin):
    resource = FocalPointResource
    import_export_change_list_template = "admin/focalpoints/designation_list.html"
    page = ListPage("focalpoints:directory", directory_shown)

    class Media:
        css = {"all": ("css/admin-register.css",)}

    form = DesignationForm
    # The column; the field of the form is the upload.
    exclude = ("letter",)
    list_display = (
        "shown_person",
        "shown_member",
        "category",
        "starts_on",
        "ends_on",
        "shown_standing",
        "shown_letter",
    )
    list_filter = (StandingFilter, LetterFilter, "category", "member__country__region")
    search_fields = (
        "person__folded",
        *owner_names("member"),
        "letter_authority",
        "letter_reference",
        "recorded_by__name",
    )
    list_select_related = (
        "person",
        "category",
        "letter",
        "member__country",
        "member__organisation",
    )
    autocomplete_fields = ("member", "person")
    ordering = (F("ends_on").desc(nulls_first=True), "-starts_on", "pk")
    list_per_page = 50
    actions = ("end_today",)
    actions_detail = ("end_this_today", "undo_this_end", "invite_this")
    fieldsets = (
        (_("Member and designee"), {"fields": ("member", "person", "category")}),
        (_("Period"), {"fields": ("starts_on", "ends_on")}),
        (
            _("Letter"),
            {
                "fields": (
                    "letter_authority",
                    "letter_reference",
                    "letter_dated_on",
                    "stored_letter",
                    "letter",
                )
            },
        ),
    )
    recorded = ("recorded_by", "recorded_at")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = list(super().get_fieldsets(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            title, options = found[-1]
            found[-1] = (title, {**options, "fields": (*options["fields"], "kept_letter")})
        # Of a new one nobody has recorded anything yet.
        return [*found, (_("Record"), {"fields": self.recorded})] if obj else found

    def has_invite_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return signed_in_user(request).has_perm("network.add_invitation")

    def may_go(self, row: Designation) -> bool:
        """Only one that never began: old documents keep the officer of their time."""
        return row.starts_on > clock.today()

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The buttons that apply: none to end a past one or to invite an account holder."""
        designation = at_key(Designation.objects.select_related("person"), object_id).first()
        if designation is None:
            return []
        today, fitting = clock.today(), set()
        if designation.is_active_on(today) and designation.ends_on != today:
            fitting.add("end_this_today")
        if open_ending_of(designation) is not None:
            fitting.add("undo_this_end")
        if designation.person.user_id is None and not designation.person.is_office:
            fitting.add("invite_this")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        shown = super().get_actions_detail(request, object_id)
        return [button for button in shown if button.action_name.removeprefix(prefix) in fitting]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.by = signed_in_user(request)
        if "category" in form.base_fields:
            # A person with designations, as this one will have, cannot be deleted.
            form.base_fields["category"].widget.can_delete_related = False
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Another person or member is another designation, with another letter.
        shown = ("stored_letter", *self.recorded)
        return ("member", "person", *shown) if obj else shown

    def save_row(
        self, request: HttpRequest, row: Designation, form: Any, write_related: Callable[[], None]
    ) -> None:
        by, kept = signed_in_user(request), form.kept
        letter = form.cleaned_data.get("letter") or (kept and content_of(kept))
        if kept is not None:
            discard_file(kept, by=by)
        if row.pk is not None:
            change_designation(row, by=by, letter=letter)
            return
        designate(row, by=by, letter=letter)
        person = row.person
        if person.user_id is None and person.email and not person.is_office:
            url = reverse("admin:focalpoints_designation_invite_this", args=[row.pk])
            messages.info(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    gettext("{person} has no account yet.").format(person=person),
                    url,
                    gettext("Send an invitation now"),
                ),
            )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if form.is_bound:
            # It is shown again: something was wrong, or was refused.
            form.keep_letter()
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def response_add(
        self, request: HttpRequest, obj: Designation, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Return to the member's or person's page that led here (`?from=member`)."""
        response: HttpResponse = super().response_add(request, obj, post_url_continue)
        came_from = request.GET.get("from")
        if came_from in {"member", "person"} and "_save" in request.POST:
            row = getattr(obj, came_from)
            page = reverse(f"admin:focalpoints_{came_from}_change", args=[row.pk])
            return redirect(f"{page}#designations")
        return response

    def remove_row(self, request: HttpRequest, row: Designation) -> None:
        remove_designation(row, by=signed_in_user(request))

    def name_of_row(self, designation: Designation) -> str:
        return f"{designation.person}, {designation.category}, {designation.member.name}"

    def name_in_search(self, designation: Designation) -> str:
        """With its period: who spoke for a member, and when, is read without opening anything."""
        return f"{self.name_of_row(designation)} · {period(designation)}"

    def get_custom_urls(self) -> tuple[Any, ...]:
        def page(view: Any) -> Any:
            return lambda request, model_admin: view(self, request)

        name = "focalpoints_designation"
        return (
            ("undo-end-today/", f"{name}_undo_endings", page(designation_endings.undo)),
            ("record-letter/", f"{name}_record_letter", page(record_letter_page)),
        )

    @bulk_action(
        description=_("End today"),
        permissions=["change"],
        asks=designation_endings.asks_before_ending,
    )
    def end_today(self, request: HttpRequest, queryset: QuerySet[Designation]) -> None:
        designation_endings.end_today(request, queryset)

    @action(
        description=_("End today"),
        permissions=["change"],
        url_path="end-today",
        icon="event_busy",
    )
    def end_this_today(self, request: HttpRequest, object_id: int) -> HttpResponse:
        designation = find_at_key(Designation.objects.with_people(), object_id)
        if request.method == "POST":
            try:
                refuse_if_changed(request, designation)
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
            else:
                rows = Designation.objects.filter(pk=object_id).with_people()
                designation_endings.end_today(request, rows)
            return redirect("admin:focalpoints_designation_change", object_id)
        return question_page(
            self,
            request,
            designation,
            title=gettext("End this designation today?"),
            sentence=designation_endings.what_ending_does(designation),
            button=gettext("End today"),
            back=reverse("admin:focalpoints_designation_change", args=[object_id]),
            is_dangerous=True,
        )

    @action(
        description=_("Undo the end"),
        permissions=["change"],
        url_path="undo-end",
        icon="undo",
    )
    def undo_this_end(self, request: HttpRequest, object_id: int) -> HttpResponse:
        designation = find_at_key(Designation.objects.with_people(), object_id)
        return designation_endings.undo_one(self, request, designation)

    @action(
        description=_("Invite to the portal"),
        permissions=["invite"],
        url_path="invite",
        icon="forward_to_inbox",
    )
    def invite_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        designation = find_at_key(Designation.objects.with_people(), object_id)
        back = reverse("admin:focalpoints_designation_change", args=[object_id])
        return ask_to_invite(self, request, designation.person, back)

    @display(description=_("person"), ordering=as_folded("person__family_name"))
    def shown_person(self, designation: Designation) -> Any:
        return with_sample(str(designation.person), designation.person.is_sample)

    @display(description=_("member"), ordering=owner_name_order("member"))
    def shown_member(self, designation: Designation) -> str:
        return designation.member.name

    @display(
        description=_("today"),
        label={"active": "success", "ended": "default", "coming": "info"},
    )
    def shown_standing(self, designation: Designation) -> tuple[str, Any]:
        today = clock.today()
        if designation.is_active_on(today):
            return "active", _("active")
        return (
            ("coming", _("starts later"))
            if designation.starts_on > today
            else ("ended", _("ended"))
        )

    @display(description=_("stored letter"))
    def stored_letter(self, designation: Designation) -> Any:
        if designation.letter is None or not designation.letter.is_kept:
            return "–"
        url = reverse("focalpoints:letter", args=[designation.pk])
        return format_html('<a href="{}">{}</a>', url, _("Download"))

    @display(description=_("letter"))
    def shown_letter(self, designation: Designation) -> Any:
        if designation.letter is None or not designation.letter.is_kept:
            return designation.letter_reference or "–"
        return format_html(
            '<a href="{}">{}</a>',
            reverse("focalpoints:letter", args=[designation.pk]),
            designation.letter_reference or _("letter"),
        )
