"""Categories of designation in the admin; writes go through focalpoints.categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldBooleanWidget

from focalpoints.admin.suspended_drafting import suspension_notice, suspension_question
from focalpoints.categories import held_at_once, remove_category, save_category
from focalpoints.models import Category, DraftingRight, active_on
from focalpoints.review.forms import columns
from network import clock
from network.accounts.access import signed_in_user
from network.adminsite.base import ProtectedAdmin, ServiceAdmin
from network.adminsite.optimistic_lock import OptimisticLockAdmin, OptimisticLockForm
from network.adminsite.translations import TranslationsAdmin
from network.values.periods import period

MOST_LISTED = 20


def drafters_of(category: Category) -> list[DraftingRight]:
    """The drafting rights in force that rest on designations of this category."""
    rights = DraftingRight.objects.in_force_on(clock.today())
    of_holders = rights.filter(rests_on__category=category).with_people()
    return list(of_holders.order_by("person__family_name", "person__given_name", "pk"))


class CategoryForm(OptimisticLockForm):
    """A category; a checkbox says whether it has one holder, and the database keeps since when."""

    has_one_holder = forms.BooleanField(
        label=_("One active holder at a time"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_(
            "Each member then designates one person at a time. Without it, a member may have "
            "several."
        ),
    )

    class Meta:
        model = Category
        fields = ("code", *columns("name"), "order", "may_submit", "is_for_members", "is_public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = self.instance.one_holder_since
        if "has_one_holder" in self.fields:
            self.fields["has_one_holder"].initial = since is not None
            if since is not None:
                self.fields["has_one_holder"].help_text = gettext(
                    "In force since {day}. Earlier records are not changed."
                ).format(day=date_format(since, "DATE_FORMAT"))
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = _(
                "If left empty, it is made from the name. Files identify the category by it; it "
                "cannot be changed later."
            )

    def marks(self) -> dict[str, str]:
        found = super().marks()
        if "has_one_holder" in self.fields:
            found["has_one_holder"] = str(self.instance.has_one_holder)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "code" in self.fields and "code" not in self.errors and not data.get("code"):
            data["code"] = slugify(data.get("name_en") or "")[:40]
            if not data["code"] and data.get("name_en"):
                self.add_error("code", _("Enter a code: none can be made from this name."))
        return data


@admin.register(Category)
class CategoryAdmin(TranslationsAdmin, OptimisticLockAdmin, ServiceAdmin, ProtectedAdmin):
    class Media:
        css = {"all": ("css/admin-register.css",)}

    form = CategoryForm
    list_per_page = 50
    list_display = (
        "shown_name",
        "order",
        "shown_right",
        "shown_holders",
        "shown_public",
        "active_count",
        "shown_translations",
    )
    search_fields = ("code", *columns("name"))
    ordering = ("order", "pk")
    fieldsets = (
        (None, {"fields": (*columns("name"), "code", "order")}),
        (_("Rights"), {"fields": ("may_submit", "shown_drafters")}),
        (_("Holders"), {"fields": ("has_one_holder", "shown_several_holders")}),
        (_("Visibility"), {"fields": ("is_for_members", "is_public")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("shown_several_holders", "shown_drafters", *(("code",) if obj else ()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        active = active_on(clock.today(), "designations__")
        return Category.objects.in_order().annotate(active=Count("designations", filter=active))

    def may_go(self, row: Category) -> bool:
        """Recorded designations keep their category."""
        return not row.designations.exists()

    def save_row(
        self, request: HttpRequest, row: Category, form: Any, write_related: Callable[[], None]
    ) -> None:
        one = form.cleaned_data["has_one_holder"]
        is_unticked = "may_submit" in form.changed_data and not row.may_submit
        # Before it is written: afterwards they are not in force any more.
        suspended = drafters_of(row) if is_unticked and row.pk is not None else []
        save_category(row, has_one_holder=one, by=signed_in_user(request))
        if suspended:
            messages.warning(request, suspension_notice(suspended))

    def remove_row(self, request: HttpRequest, row: Category) -> None:
        remove_category(row, by=signed_in_user(request))

    @display(description=_("name"), ordering="name_en")
    def shown_name(self, category: Category) -> str:
        return str(category.name)

    @display(description=_("rights"), ordering="may_submit")
    def shown_right(self, category: Category) -> Any:
        return _("may submit") if category.may_submit else _("may only draft")

    @display(description=_("drafters"))
    def shown_drafters(self, category: Category) -> str:
        """Whom the holders let draft, for whoever takes their right to submit."""
        rights = drafters_of(category) if category.pk is not None else []
        if not rights:
            return gettext("Nobody may draft by a right that a holder has given.")
        return "{} {}".format(gettext("If you untick “may submit”:"), suspension_question(rights))

    @display(description=_("holders of a member"))
    def shown_holders(self, category: Category) -> Any:
        return _("one at a time") if category.has_one_holder else _("several")

    @display(description=_("shown to the public"), boolean=True, ordering="is_public")
    def shown_public(self, category: Category) -> bool:
        return category.is_public

    @display(description=_("designated today"), ordering="active")
    def active_count(self, category: Any) -> int:
        return int(category.active)

    @display(description=_("several at once"))
    def shown_several_holders(self, category: Category) -> Any:
        """The members that have several holders today or later, listed before the rule is set."""
        if category.pk is None:
            return "–"
        found = list(held_at_once(category)[: MOST_LISTED + 1])
        if not found:
            return gettext("No member has several holders today or later.")
        lines = [
            format_html(
                '<a href="{}">{}: {}</a> ({})',
                reverse("admin:focalpoints_designation_change", args=[row.pk]),
                row.member.name,
                row.person,
                period(row),
            )
            for row in found[:MOST_LISTED]
        ]
        more = ["…"] if len(found) > MOST_LISTED else []
        return mark_safe("<br>".join([*lines, *more]))  # noqa: S308 - escaped line by line
