"""The question before a person's data are erased: which, where, and what stays."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from focalpoints.erasure import ERASABLE, erase_person_data, letters_naming
from focalpoints.models import Person
from network.accounts.access import signed_in_user
from network.adminsite.confirmation import question_page, refuse_if_changed
from network.values.lists import listed
from network.values.refusals import Refusal


def ask_to_erase(model_admin: ModelAdmin, request: HttpRequest, person: Person) -> HttpResponse:
    """GET asks which data; POST erases those, or says why not."""
    back = reverse("admin:focalpoints_person_change", args=[person.pk])
    if request.method != "POST":
        return question_page(
            model_admin,
            request,
            person,
            title=_("Erase personal data of {person}?").format(person=person),
            sentence=" ".join(
                [
                    _(
                        "Choose what is emptied: in the record, in all its versions, in what was "
                        "proposed of the person, and in the history of these. With the name or "
                        "the email, an invitation that was not accepted and mail to the person "
                        "are erased too."
                    ),
                    *what_stays(person),
                ]
            ),
            choices=[(name, label_of(name)) for name in ERASABLE],
            cannot_be_undone=_("This cannot be undone: no version brings erased data back."),
            button=_("Erase personal data"),
            back=back,
            is_dangerous=True,
        )
    chosen = [name for name in ERASABLE if name in request.POST.getlist("chosen")]
    try:
        with transaction.atomic():
            refuse_if_changed(request, person)
            # As it is now: the log must not say what it was called.
            erased = erase_person_data(person, chosen, by=signed_in_user(request))
            done = _("Erased: {fields}.").format(fields=listed(label_of(name) for name in chosen))
            model_admin.log_change(request, erased, done)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(back)


def label_of(name: str) -> str:
    return str(capfirst(Person._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def what_stays(person: Person) -> list[str]:
    """What erasing leaves as it is and what goes besides, a sentence each."""
    stays = []
    if count := person.designations.count():
        stays.append(
            ngettext(
                "{number} designation stays, with its period. With the name its letter is removed.",
                "{number} designations stay, with their periods. With the name their letters are "
                "removed.",
                count,
            ).format(number=count)
        )
    if count := person.drafting_rights.count():
        stays.append(
            ngettext(
                "{number} drafting right stays on record.",
                "{number} drafting rights stay on record.",
                count,
            ).format(number=count)
        )
    if count := sum(not letter.is_waiting for letter in letters_naming([person])):
        stays.append(
            ngettext(
                "{number} settled letter that was sent in about the person is deleted.",
                "{number} settled letters that were sent in about the person are deleted.",
                count,
            ).format(number=count)
        )
    if person.user is not None:
        stays.append(
            _(
                "The account stays, with its name and address, and so does its name with what it "
                "wrote."
            )
        )
    return [*stays, _("What was sent or adopted stays as it is.")]
