"""People in the admin, and how they are invited; writes go through focalpoints.designations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action, display

from focalpoints.admin.confirmation import (
    ConfirmationInline,
    FreshnessFilter,
    ask_one,
    ask_people,
    asks_before_writing,
    shown_freshness,
)
from focalpoints.admin.duplicates import duplicates_page, may_merge
from focalpoints.admin.inviting import (
    ask_to_invite,
    asks_before_inviting,
    invite_all,
    invite_imported,
)
from focalpoints.admin.merge_choice import asks_which_two, choose_other
from focalpoints.admin.merging import merge_page, undo_latest
from focalpoints.admin.person_erasure import ask_to_erase
from focalpoints.admin.person_file import person_file
from focalpoints.admin.versions_link import VersionsLinkAdmin
from focalpoints.confirmation import asked_people
from focalpoints.freshness import with_freshness
from focalpoints.inviting import MOST_AT_ONCE
from focalpoints.merging import open_merge_of
from focalpoints.models import OFFICE_SHARES, Designation, Person
from focalpoints.people import correct_person, is_on_record, remove_person
from focalpoints.rights import may_decide
from focalpoints.spreadsheets.officials import PersonResource
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ReadOnlyInline, ServiceAdmin
from network.adminsite.bulk_actions import bulk_action
from network.adminsite.optimistic_lock import OptimisticLockAdmin
from network.importing.list_admin import ListAdmin
from network.values.lists import listed
from network.values.primary_keys import at_key, find_at_key
from network.values.searching import as_folded


def with_sample(text: Any, is_sample: bool) -> Any:
    if not is_sample:
        return text
    return format_html('{} <span class="register-sample">{}</span>', text, _("Sample"))


class ActiveFilter(admin.SimpleListFilter):
    title = _("designated today")
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        designated = Person.objects.designated_on(clock.today()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=designated)
        if self.value() == "no":
            return queryset.exclude(pk__in=designated)
        return queryset


class AccountFilter(admin.SimpleListFilter):
    title = _("account")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("has an account")), ("invited", _("invited")), ("no", _("none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Person]) -> QuerySet[Person]:
        if self.value() == "yes":
            return queryset.filter(user__isnull=False)
        if self.value() == "invited":
            return queryset.filter(user=None, invitation__isnull=False)
        if self.value() == "no":
            return queryset.filter(user=None, invitation=None)
        return queryset


class PersonDesignationInline(ReadOnlyInline, TabularInline):
    model = Designation
    fields = ("category", "member", "starts_on", "ends_on")
    readonly_fields = fields
    ordering = ("-starts_on",)
    extra = 0
    tab = True
    show_change_link = True
    template_before = "admin/focalpoints/designations_of.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Designation]:
        return Designation.objects.with_people().order_by("-starts_on")


@admin.register(Person)
class PersonAdmin(ListAdmin, VersionsLinkAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin):
    resource = PersonResource

    class Media:
        css = {"all": ("css/admin-register.css",)}

    list_display = (
        "shown_name",
        "shown_members",
        "shown_roles",
        "position",
        "email",
        "shown_freshness",
        "shown_account",
    )
    list_filter = (ActiveFilter, FreshnessFilter, AccountFilter, "is_office", "is_sample")
    search_fields = ("folded",)
    list_select_related = ("user", "invitation")
    list_per_page = 50
    readonly_fields = ("shown_account", "is_sample", "shown_versions")
    inlines = (PersonDesignationInline, ConfirmationInline)
    actions = ("invite_these", "ask_to_confirm", "merge_these")
    actions_detail = (
        "invite_this",
        "ask_this",
        "file_of_this",
        "merge_this",
        "undo_merge_this",
        "erase_this",
    )
    fieldsets = (
        (
            _("Person"),
            {
                "fields": (
                    "is_office",
                    "title",
                    "given_name",
                    "family_name",
                    "is_sample",
                    "shown_versions",
                )
            },
        ),
        (_("Function"), {"fields": ("position", "institution")}),
        (_("Contact"), {"fields": ("email", "phone", "shown_account")}),
        (
            _("Visibility"),
            {
                "fields": Person.consents,
                "description": _(
                    "The person decides: change this only at their request. A position or an "
                    "institution may identify a person whose name is not shared. Of a new office, "
                    "what you leave as it is follows the rule for offices: members see all of it, "
                    "everybody its institution."
                ),
            },
        ),
    )

    def get_custom_urls(self) -> tuple[Any, ...]:
        def page(view: Any) -> Any:
            return lambda request, model_admin: view(self, request)

        name = "focalpoints_person"
        return (
            ("likely-duplicates/", f"{name}_duplicates", page(duplicates_page)),
            ("merge/", f"{name}_merge", page(merge_page)),
            ("invite-imported/", f"{name}_invite_imported", page(invite_imported)),
        )

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Lead from the address of a record that was merged to the one that stayed."""
        set_aside = Person.everyone.exclude(merged_into=None)
        merged = at_key(set_aside, object_id).first()
        if merged is None:
            missing: HttpResponse = super()._get_obj_does_not_exist_redirect(
                request, opts, object_id
            )
            return missing
        messages.info(request, gettext("That record was merged into this one."))
        return redirect("admin:focalpoints_person_change", merged.merged_into_id)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # An office does not become a person.
        fixed = ("is_office",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        current = Designation.objects.active_on(clock.today()).with_people()
        rows: QuerySet[Person] = with_freshness(super().get_queryset(request), clock.today())
        return rows.prefetch_related(
            Prefetch("designations", current.in_order_of_category(), to_attr="current")
        )

    @display(description=_("member"))
    def shown_members(self, person: Any) -> str:
        """The members that the person speaks for today."""
        return listed(dict.fromkeys(held.member.name for held in person.current)) or "–"

    @display(description=_("category"))
    def shown_roles(self, person: Any) -> str:
        """What the person is designated as today."""
        return listed(dict.fromkeys(held.category.name for held in person.current)) or "–"

    def name_in_search(self, person: Any) -> str:
        """With what the person is designated as today, which tells two of one name apart."""
        held = [f"{one.member.name}, {one.category.name}" for one in person.current]
        return " · ".join([person.full_name, *held])

    def may_go(self, row: Person) -> bool:
        """Old documents keep the officer of their time."""
        return not is_on_record(row)

    def remove_row(self, request: HttpRequest, row: Person) -> None:
        remove_person(row, by=signed_in_user(request))

    def save_row(
        self, request: HttpRequest, row: Person, form: Any, write_related: Callable[[], None]
    ) -> None:
        if row.pk is not None and not form.changed_data:
            return  # Not a new version.
        if row.pk is None and row.is_office:
            # The form begins with the levels of a person who has not decided.
            for name, level in OFFICE_SHARES.items():
                if name not in form.changed_data:
                    setattr(row, name, level)
        void = correct_person(row, by=signed_in_user(request))
        if void is not None:
            url = reverse("admin:focalpoints_person_invite_this", args=[row.pk])
            messages.warning(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    gettext("The link sent to {email} no longer works.").format(email=void.email),
                    url,
                    gettext("Send an invitation now"),
                ),
            )

    @display(description=_("name"), ordering=as_folded("family_name"))
    def shown_name(self, person: Person) -> Any:
        name: Any = person.full_name
        if person.is_office:
            name = format_html('{} <span class="register-office">{}</span>', name, _("Office"))
        return with_sample(name, person.is_sample)

    @display(description=_("account"))
    def shown_account(self, person: Person) -> Any:
        if person.user is not None:
            return person.user.email if person.user.is_active else _("deactivated")
        if person.invitation is not None:
            state = person.invitation.State(person.invitation.state)
            return gettext("invitation: {state}").format(state=state.label)
        return "–"

    @display(description=_("up to date"), ordering="fresh_at")
    def shown_freshness(self, person: Any) -> Any:
        """The last confirmation or update, or that mail does not arrive."""
        tone, words = shown_freshness(person)
        return format_html('<span class="register-tone register-tone--{}">{}</span>', tone, words)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        unfit = set()
        if not at_key(Person.objects.filter(user=None, is_office=False), object_id).exists():
            unfit.add("invite_this")
        if not at_key(asked_people(), object_id).exists():
            unfit.add("ask_this")
        person = at_key(Person.objects.all(), object_id).first()
        if person is None or open_merge_of(person) is None:
            unfit.add("undo_merge_this")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        shown = super().get_actions_detail(request, object_id)
        return [one for one in shown if one.action_name.removeprefix(prefix) not in unfit]

    def has_notify_permission(self, request: HttpRequest) -> bool:
        return signed_in_user(request).has_perms(
            ["focalpoints.change_person", "focalpoints.add_notification"]
        )

    @bulk_action(description=_("Ask to confirm"), permissions=["notify"], asks=asks_before_writing)
    def ask_to_confirm(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        ask_people(request, queryset)

    @action(
        description=_("Ask to confirm"),
        permissions=["change"],
        url_path="ask-to-confirm",
        icon="mark_email_unread",
    )
    def ask_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return ask_one(self, request, find_at_key(Person.objects.all(), object_id))

    def has_invite_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return signed_in_user(request).has_perm("network.add_invitation")

    @bulk_action(
        description=_("Invite to the portal…"),
        permissions=["invite"],
        asks=asks_before_inviting,
        most_named=2 * MOST_AT_ONCE,
    )
    def invite_these(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        invite_all(request, queryset)

    @action(
        description=_("Invite to the portal"),
        permissions=["invite"],
        url_path="invite",
        icon="forward_to_inbox",
    )
    def invite_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        back = reverse("admin:focalpoints_person_change", args=[object_id])
        return ask_to_invite(self, request, find_at_key(Person.objects.all(), object_id), back)

    def has_merge_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return may_merge(self, request)

    @bulk_action(description=_("Merge these two…"), permissions=["merge"], asks=asks_which_two)
    def merge_these(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        """Does nothing itself: two are led to their comparison, and others are refused."""

    @action(
        description=_("Merge with another person…"),
        permissions=["merge"],
        url_path="merge-with",
        icon="merge",
    )
    def merge_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return choose_other(self, request, find_at_key(Person.objects.all(), object_id))

    @action(
        description=_("Undo the merge"),
        permissions=["merge"],
        url_path="undo-merge",
        icon="undo",
    )
    def undo_merge_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return undo_latest(self, request, find_at_key(Person.objects.all(), object_id))

    @action(description=_("Whole file"), permissions=["view"], url_path="file", icon="history_edu")
    def file_of_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return person_file(self, request, find_at_key(Person.objects.all(), object_id))

    def has_erase_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return may_decide(signed_in_user(request))

    @action(
        description=_("Erase personal data"),
        permissions=["erase"],
        url_path="erase",
        icon="delete_forever",
    )
    def erase_this(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return ask_to_erase(self, request, find_at_key(Person.objects.all(), object_id))
