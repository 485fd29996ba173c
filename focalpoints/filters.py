"""Filters over the list of members and over the directory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Count, F, Func, OuterRef, Subquery, TextField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from focalpoints.contacts import directory_known_to, holding, members_called, seen_by, skilled
from focalpoints.models import (
    SKILLS,
    Category,
    Designation,
    DesignationQuerySet,
    Expertise,
    Member,
    MemberQuerySet,
    NotificationQuerySet,
    Region,
    languages_in_order,
    owner_names,
    protocol_order,
)
from focalpoints.rights import notifications_read_by
from network.values.collation import in_alphabetical_order
from network.values.searching import (
    closeness,
    found_or_alike,
    in_each_language,
    search_words,
)
from network.web.list_filters import ChoiceFilter, ListFilter, SearchFilter
from network.web.page_day import page_day

ORGANISATIONS = "organisations"
# Of so many found by words the keys are fetched.
FEW = 1_000


def regions() -> list[tuple[str, Any]]:
    """The regions of M49, in the alphabetical order of the reader's language."""
    return in_alphabetical_order(Region.choices, key=lambda choice: choice[1])


def _regions_and_organisations() -> list[tuple[str, Any]]:
    return [*regions(), (ORGANISATIONS, _("Organisations"))]


class MemberFilter(ListFilter):
    """The filters of /members/: those searched for stand by how close their names are."""

    q = SearchFilter(label=_("Name"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=_regions_and_organisations, method="in_region")

    def called(self, rows: MemberQuerySet, _name: str, text: str) -> MemberQuerySet:
        return rows.called(text)

    def in_region(self, rows: MemberQuerySet, _name: str, region: str) -> MemberQuerySet:
        if region == ORGANISATIONS:
            return rows.organisations()
        return rows.filter(country__region=region)

    def filter_queryset(self, queryset: Any) -> MemberQuerySet:
        rows: MemberQuerySet = super().filter_queryset(queryset)
        text = self.values.get("q", "")
        return rows.closest_first(text) if text else rows.in_protocol_order()


class DirectoryFilter(ListFilter):
    """The filters of /directory/, over the designations that the reader may know of.

    `qs` holds them as the reader sees them (`contacts.seen_by`).

    Words are sought in the names of members and in what is seen of the people, so that nothing
    hidden decides what is found. Members whose names are closest stand first.
    """

    shown_at_once = ("q",)
    # The designations that were found by words, with their members, where they are few.
    few: dict[int, int] | None = None
    # The members in whose names all the words stand, where words were sought.
    named: Collection[int] = ()

    q = SearchFilter(label=_("Member, person or institution"), method="called")
    region = ChoiceFilter(label=_("Region"), choices=_regions_and_organisations, method="in_region")
    category = ChoiceFilter(label=_("Category"), field_name="category__code")
    languages = ChoiceFilter(label=_("Language"), choices=languages_in_order, method="with_skill")
    expertise = ChoiceFilter(label=_("Expertise"), choices=Expertise.choices, method="with_skill")

    def choices(self) -> dict[str, Callable[[], list[tuple[str, Any]]]]:
        """Categories that have a holder of whom the reader may know; not asked for while typing."""
        rows = self._with_holder(Category.objects.all(), "category").exclude(holder=None)

        def held() -> list[tuple[str, Any]]:
            return [(row.code, row.name) for row in rows.in_order()]

        return {"category": held}

    def _with_holder(self, rows: Any, column: str) -> Any:
        """Rows that designations name in `column`, each with one that the reader may know of.

        The first one that an index finds: to join them all would read 100,000.
        """
        held = self.queryset.order_by().filter(**{column: OuterRef("pk")})
        return rows.annotate(holder=Subquery(held.values("pk")[:1]))

    def with_skill(self, rows: DesignationQuerySet, name: str, value: str) -> DesignationQuerySet:
        return skilled(rows, name, value, self.request.user)

    def called(self, rows: DesignationQuerySet, _name: str, text: str) -> DesignationQuerySet:
        """Those that hold the words, or words spelt nearly so where there is none.

        The keys of a few are fetched, with their members, so that what is asked of them next costs
        nothing more.
        """
        words = list(dict.fromkeys(search_words(text)))
        if not words:
            return rows.none()
        for is_alike in (False, True):
            named = members_called(words, is_alike=is_alike)
            if not is_alike:
                self.named = named.get(frozenset(words), [])
            found = holding(rows, words, self.request.user, named, is_alike=is_alike)
            few = dict(found.order_by().values_list("pk", "member")[: FEW + 1])
            if len(few) > FEW:
                return found
            if few:
                self.few = few
                return rows.filter(pk__in=few)
        return rows.none()

    def in_region(self, rows: DesignationQuerySet, _name: str, region: str) -> DesignationQuerySet:
        if region == ORGANISATIONS:
            return rows.filter(member__organisation__isnull=False)
        return rows.filter(member__country__region=region)

    def filter_queryset(self, queryset: Any) -> DesignationQuerySet:
        return self._in_order(super().filter_queryset(queryset))

    @property
    def found(self) -> DesignationQuerySet:
        """What `qs` holds, in its order, without reading the people: for counting and paging."""
        known: DesignationQuerySet = super().qs
        return known

    @cached_property
    def qs(self) -> DesignationQuerySet:
        return self._seen(self.found)

    def rows_of(self, keys: list[int]) -> DesignationQuerySet:
        """Those of `found` with these keys, as the reader sees them, in the same order."""
        return self._seen(self._in_order(Designation.objects.filter(pk__in=keys)))

    def _seen(self, rows: DesignationQuerySet) -> DesignationQuerySet:
        seen = seen_by(self.request.user, rows)
        return seen.select_related("category", "member__country", "member__organisation")

    def _in_order(self, rows: DesignationQuerySet) -> DesignationQuerySet:
        closest = closeness(owner_names("member"), self.values.get("q", ""))
        return rows.order_by(closest, *self.protocol_order)

    @property
    def protocol_order(self) -> tuple[Any, ...]:
        """Members as everywhere, and of each its categories in the order of protocol."""
        return *protocol_order("member"), "category__order", "category", "starts_on", "pk"

    @property
    def selection_url(self) -> str:
        """Where what is found is taken along, as cards, addresses or a PDF."""
        _path, mark, query = self.address.partition("?")
        return f"{reverse('focalpoints:directory-selection')}{mark}{query}"

    @property
    def all_found(self) -> dict[int, int] | None:
        """The members of those found, by the keys of both, where they are known already."""
        self.found  # noqa: B018 - which finds them
        return self.few if self.values.keys() == {"q"} else None

    def found_by_member(self) -> list[tuple[int, int]]:
        """The members of those found, in the order of the list, and how many each has."""
        if (all_found := self.all_found) is not None:
            numbers: dict[int, int] = Counter(all_found.values())
        else:
            counted = self.found.order_by().values("member").annotate(number=Count("pk"))
            numbers = dict(counted.values_list("member", "number"))
        members = Member.objects.closest_first(self.values.get("q", ""))
        return [
            (key, numbers[key]) for key in members.values_list("pk", flat=True) if key in numbers
        ]

    def members_without(self, *, is_any_found: bool) -> MemberQuerySet:
        """Current members of the region and the words, of whose holders the reader knows none.

        Where nobody was found, those with names spelt nearly like the words too.
        """
        everybody = Member.objects.current().with_identity()
        rows: MemberQuerySet = self._with_holder(everybody, "member").filter(holder=None)
        if {"category", *SKILLS} & self.values.keys():
            return rows.none()
        region, text = self.values.get("region", ""), self.values.get("q", "")
        if region == ORGANISATIONS:
            rows = rows.organisations()
        elif region:
            rows = rows.filter(country__region=region)
        if text:
            self.found  # noqa: B018 - which finds whose names hold the words
            rows = rows.filter(pk__in=self.named) if is_any_found else rows.called(text)
            return rows.closest_first(text)
        return rows.in_protocol_order()


class NotificationFilter(ListFilter):
    """The filters of /notifications/."""

    q = SearchFilter(label=_("Search words"), method="called")
    year = ChoiceFilter(label=_("Year"))
    is_exported = False

    def choices(self) -> dict[str, Any]:
        years = self.queryset.order_by("-year").values_list("year", flat=True).distinct()
        # A form copies its fields, and what a method is bound to with them.
        return {"year": lambda: [(str(year), str(year)) for year in years]}

    def called(self, rows: NotificationQuerySet, _name: str, text: str) -> Any:
        """By the words of any language, or by the number."""
        year, _slash, serial = text.strip().partition("/")
        if year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) < 6:
            return rows.filter(year=int(year), serial=int(serial))
        names = [F(name) for name in in_each_language("subject", "body", "action")]
        folded = Func(*names, function="portal_names_folded", output_field=TextField())
        return found_or_alike(rows.alias(folded_texts=folded), ("folded_texts",), text)


def notifications_shown(request: HttpRequest) -> NotificationFilter:
    """What /notifications/ shows: what its reader may read, the latest first."""
    rows: NotificationQuerySet = notifications_read_by(request.user)
    return NotificationFilter(request, rows.with_correction().latest_first())


def members_shown(request: HttpRequest) -> MemberFilter:
    """What /members/ shows for a request, on its day."""
    return MemberFilter(request, Member.objects.belonging_on(page_day(request).day).with_identity())


def directory_shown(request: HttpRequest) -> DirectoryFilter:
    """What /directory/ shows for a request: the designations as its reader sees them."""
    return DirectoryFilter(request, directory_known_to(request.user))
