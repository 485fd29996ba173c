"""Which two records to merge, chosen where people are looked at: on a page, or in the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin

from focalpoints.duplicates import MOST_SHARING, are_told_apart, likely_duplicates
from focalpoints.models import Designation, Person
from network.adminsite.bulk_actions import BulkQuestion
from network.adminsite.row_keys import PickOne


def merge_address(one: Person, two: Person) -> str:
    """Where the two are compared; nothing is merged before that is looked at."""
    asked = urlencode({"first": one.pk, "second": two.pk})
    return f"{reverse('admin:focalpoints_person_merge')}?{asked}"


class OtherPersonForm(forms.Form):
    """The picker of the other person; its form is sent to the comparison, which judges it."""

    second = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("Other person"))

    def __init__(self) -> None:
        super().__init__()
        relation: Any = Designation._meta.get_field("person")
        picked: Any = self.fields["second"]
        picked.widget = PickOne(relation, admin.site)
        picked.widget.choices = picked.choices


def choose_other(model_admin: ModelAdmin, request: HttpRequest, person: Person) -> HttpResponse:
    """Ask with whom `person` is merged, the likely ones first."""
    likely = [
        (one, merge_address(person, one.person))
        for one in likely_duplicates(person)[:MOST_SHARING]
        if one.person.is_office == person.is_office and are_told_apart(person, one.person) is None
    ]
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": person,
        "title": _("Merge {person} with another person").format(person=person),
        "person": person,
        "likely": likely,
        "form": OtherPersonForm(),
        "back": reverse("admin:focalpoints_person_change", args=[person.pk]),
    }
    return TemplateResponse(request, "admin/focalpoints/merge_choice.html", context)


def asks_which_two(
    model_admin: Any, request: HttpRequest, rows: list[Person], count: int
) -> BulkQuestion | HttpResponse:
    """Lead to the comparison of two; a merge of one or of more is none."""
    if count == 2:
        return redirect(merge_address(*sorted(rows, key=lambda person: person.pk)))
    return BulkQuestion(
        title=_("Merge two people"),
        sentence=ngettext(
            "Exactly two records are merged at once. You have ticked {number}: tick the other too.",
            "Exactly two records are merged at once. You have ticked {number}: tick only two.",
            count,
        ).format(number=count),
        button="",
        is_impossible=True,
    )
