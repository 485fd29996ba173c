"""The page on which a letter of designation is recorded: a form, and a look at what it will do."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from focalpoints.admin.letter_form import LETTER, QUESTIONS, SOMEBODY_NEW, RecordLetterForm
from focalpoints.models import Designation, LetterRequest
from focalpoints.own_contact_form import CONTACT_FIELDS
from focalpoints.recording import Recorded, record_letter
from network.accounts.access import signed_in_user
from network.values.primary_keys import at_key
from network.values.refusals import Refusal

# What the address may say already, where a page leads here.
GIVEN = ("member", "person", "category")


def record_letter_page(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST checks it and asks, and with `record` writes all of it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    by = signed_in_user(request)
    if request.method != "POST":
        given = {name: request.GET[name] for name in GIVEN if name in request.GET}
        given |= _sent_in(request.GET.get("letter_request", ""))
        return _first(model_admin, request, RecordLetterForm(by=by, initial=given))
    is_final = "record" in request.POST
    form = RecordLetterForm(request.POST, request.FILES, by=by, is_final=is_final)
    form.is_valid()
    form.keep_letter()
    if "change" in request.POST or form.needs_first_page:
        return _first(model_admin, request, form)
    if is_final and form.is_valid():
        try:
            recorded = _recorded(form)
        except Refusal as refusal:
            # Planned anew: what was taken back has keys of rows that are not there.
            form = RecordLetterForm(form.data, by=by)
            form.is_valid()
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
            if form.needs_first_page:
                return _first(model_admin, request, form)
        else:
            model_admin.log_addition(request, recorded.designation, [{"added": {}}])
            _say(request, recorded)
            return redirect("admin:focalpoints_designation_change", recorded.designation.pk)
    return _second(model_admin, request, form)


def _recorded(form: RecordLetterForm) -> Recorded:
    assert form.planned is not None, "a valid form has a plan"
    data = form.cleaned_data
    return record_letter(
        form.planned,
        by=form.by,
        upload=form.kept,
        letter_request=form.sent_in,
        known_duplicates=form.known_duplicates,
        predecessor=form.predecessor,
        is_invited=data["is_invited"],
        language=data["language"] or "en",
    )


def _sent_in(key: str) -> dict[str, Any]:
    """What a focal point has sent in, as the form begins with it; nothing once it is settled."""
    row = at_key(LetterRequest.objects.awaiting_review(), key).first()
    if row is None:
        return {}
    taken = ("letter_dated_on", "letter_authority", "letter_reference", "starts_on", "ends_on")
    return {
        "letter_request": str(row.pk),
        "member": row.member_id,
        "category": row.category_id,
        **{name: getattr(row, name) for name in (*taken, *CONTACT_FIELDS)},
    }


def _say(request: HttpRequest, recorded: Recorded) -> None:
    designation = recorded.designation
    sentences = [
        _("The letter is recorded: {person} is designated by {member}.").format(
            person=designation.person, member=designation.member
        )
    ]
    if recorded.ended is not None and recorded.ended.ends_on is not None:
        sentences.append(
            _("The designation of {person} ends on {day}.").format(
                person=recorded.ended.person,
                day=date_format(recorded.ended.ends_on, "DATE_FORMAT"),
            )
        )
    if recorded.invitation is not None:
        sentences.append(
            _("An invitation is being sent to {email}.").format(email=recorded.invitation.email)
        )
    messages.success(request, " ".join(sentences))


def _first(model_admin: ModelAdmin, request: HttpRequest, form: RecordLetterForm) -> HttpResponse:
    joins = any(form[name].value() or form[name].errors for name in ("country", "organisation"))
    return _page(model_admin, request, form, "admin/focalpoints/record_letter.html", joins=joins)


def _second(model_admin: ModelAdmin, request: HttpRequest, form: RecordLetterForm) -> HttpResponse:
    planned, predecessor = form.planned, form.predecessor
    assert planned is not None, "what is complete has a plan"
    person = planned.person
    last_day = None
    if predecessor is not None:
        last_day = planned.starts_on - datetime.timedelta(days=1)
    return _page(
        model_admin,
        request,
        form,
        "admin/focalpoints/record_letter_check.html",
        planned=planned,
        person=person,
        predecessor=predecessor,
        last_day=last_day,
        duplicates=form.duplicates,
        same_person=form["same_person"].value() or "",
        somebody_new=SOMEBODY_NEW,
        # Somebody of the register may yet be chosen, who has another address or none.
        may_be_invited=bool(
            form.duplicates or (person.email and person.user_id is None and not person.is_office)
        )
        and request.user.has_perm("network.add_invitation"),
        carried=[form[name] for name in form.fields if name not in (*QUESTIONS, "letter")],
    )


def _page(
    model_admin: ModelAdmin,
    request: HttpRequest,
    form: RecordLetterForm,
    template: str,
    **more: Any,
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": Designation._meta,
        "title": _("Record a letter"),
        "form": form,
        "kept": form.kept,
        "sent_in": form.sent_in,
        "letter_fields": [form[name] for name in LETTER],
        "person_fields": [form[name] for name in CONTACT_FIELDS],
        **more,
    }
    return TemplateResponse(request, template, context)
