"""The directory: a page that searches while somebody types, and what is taken along of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from focalpoints.contacts import Contact, contacts, directory_of, with_freshness_of
from focalpoints.directory.document import order_directory
from focalpoints.directory.paging import DirectoryPaginator
from focalpoints.directory.selection import SEPARATORS, take_addresses, take_vcards
from focalpoints.directory.vcards import vcard_of
from focalpoints.filters import directory_shown
from focalpoints.models import DesignationQuerySet, Member
from focalpoints.rights import is_member
from network import clock
from network.accounts.access import only, signed_in_user
from network.documents.downloads import content_disposition
from network.values.refusals import Refusal


@dataclass(frozen=True)
class DirectoryEntry:
    """A member and the contacts that the reader may see."""

    member: Member
    contacts: list[Contact]


@require_safe
@only(is_member)
def directory(request: HttpRequest) -> HttpResponse:
    """The contacts of all members, as each person allows; the results alone for htmx."""
    filters = directory_shown(request)
    page = DirectoryPaginator(filters).get_page(request.GET.get("page"))
    found = with_freshness_of(contacts(cast(DesignationQuerySet, page.object_list)))
    context = {
        "filters": filters,
        "page_obj": page,
        "count": page.paginator.count,
        "entries": [
            DirectoryEntry(member, list(rows))
            for member, rows in groupby(found, key=lambda contact: contact.designation.member)
        ],
        "without": list(filters.members_without(is_any_found=bool(found)))
        if page.number == 1
        else [],
        "today": clock.today(),
    }
    headers = request.headers
    is_fragment = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    name = "directory_fragment" if is_fragment else "directory"
    response = render(request, f"focalpoints/{name}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    if is_fragment:
        # The address without empty fields, as people keep and send it.
        response["HX-Replace-Url"] = filters.address
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_member)
def directory_selection(request: HttpRequest) -> HttpResponse:
    """GET asks what is to be taken along of what the filters leave; POST gives it, and notes it."""
    filters = directory_shown(request)
    user = signed_in_user(request)
    context: dict[str, Any] = {
        "filters": filters,
        "today": clock.today(),
        "back": f"{reverse('focalpoints:directory')}{_query(filters.address)}",
        "separators": [(name, label) for name, (_sign, label) in SEPARATORS.items()],
        "separator": request.POST.get("separator", ""),
    }
    taken = request.POST.get("take", "")
    try:
        if taken == "vcards":
            name = _("Directory of focal points")
            return _vcf(take_vcards(filters, by=user), "directory.vcf", f"{name}.vcf")
        if taken == "pdf":
            return redirect("document", order_directory(filters, by=user).pk)
        if taken == "addresses":
            separator = context["separator"]
            context["mailing_list"] = take_addresses(filters, separator=separator, by=user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    seen: Any = filters.qs.order_by()
    context["count"] = seen.count()
    context["with_address"] = seen.exclude(seen_email="").values("seen_email").distinct().count()
    context["with_name"] = seen.filter(Q(name_is_seen=True)).values("person").distinct().count()
    return render(request, "focalpoints/directory_selection.html", context)


@require_safe
@only(is_member)
def directory_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The vCard of the holder of a designation, as far as the reader sees them."""
    rows = directory_of(request.user).select_related(
        "category", "member__country", "member__organisation"
    )
    chosen = rows.filter(Q(name_is_seen=True), pk=pk).first()
    if chosen is None:
        raise Http404
    held = rows.filter(Q(name_is_seen=True), person=chosen.person_id).in_order_of_category()
    found = contacts(held)
    return _vcf(vcard_of(found), "contact.vcf", f"{found[0].name}.vcf")


def _query(address: str) -> str:
    _path, mark, query = address.partition("?")
    return mark + query


def _vcf(text: str, plain: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": content_disposition(plain, name)},
    )
