"""A focal point's own contact data, and who may see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from focalpoints.confirmation import confirm_own_record
from focalpoints.contacts import contacts_for
from focalpoints.email_changes import give_up, pending
from focalpoints.freshness import freshness_of
from focalpoints.models import Person, Reader
from focalpoints.own_contact_form import OWN_FIELDS, OwnContactForm
from focalpoints.people import choose_own_contact
from network import clock
from network.accounts.access import signed_in, signed_in_user


@signed_in
def own_contact(request: HttpRequest) -> HttpResponse:
    """Edit one's own contact data; beside it, how members and the public see them now."""
    user = signed_in_user(request)
    person = Person.objects.filter(user=user).first()
    if person is None:
        raise Http404
    # The form writes into its instance while it validates; the previews show what is saved.
    form = OwnContactForm(request.POST or None, instance=Person.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        choices = {name: form.cleaned_data[name] for name in OWN_FIELDS}
        choose_own_contact(person, choices, by=user)
        messages.success(request, _("Your contact details are saved."))
        if (change := pending(person)) is not None:
            messages.info(
                request,
                _(
                    "Your new email takes effect once you confirm it: open the message to {email}."
                ).format(email=change.email),
            )
        return redirect("focalpoints:own-contact")
    designations = person.designations.active_on(clock.today()).in_order_of_category()
    held = designations.select_related("category")
    context = {
        "form": form,
        "person": person,
        "new_email": pending(person),
        "freshness": freshness_of([person.pk])[person.pk],
        "designations": list(designations.with_people()),
        "to_members": contacts_for(Reader.MEMBER, held),
        "to_public": contacts_for(Reader.PUBLIC, held),
    }
    return render(request, "focalpoints/own_contact.html", context)


@signed_in
@require_POST
def own_contact_confirm(request: HttpRequest) -> HttpResponse:
    """Say that one's own record is right as it stands."""
    user = signed_in_user(request)
    person = Person.objects.filter(user=user).first()
    if person is None:
        raise Http404
    confirm_own_record(person, by=user)
    messages.success(request, _("Thank you. Your record is confirmed."))
    return redirect("focalpoints:own-contact")


@signed_in
@require_POST
def own_contact_keep_email(request: HttpRequest) -> HttpResponse:
    """Give up a new email that waits to be confirmed."""
    person = Person.objects.filter(user=signed_in_user(request)).first()
    if person is None:
        raise Http404
    give_up(person)
    messages.success(request, _("Your email stays as it was."))
    return redirect("focalpoints:own-contact")
