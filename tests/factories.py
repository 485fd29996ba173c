"""Rows for tests, each valid on its own; what a test is about it says itself.

Countries are real ones (their codes and names are facts); people are fictitious.
"""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from focalpoints.models import (
    Category,
    Country,
    Designation,
    DraftingRight,
    Member,
    Notification,
    Organisation,
    Person,
    Region,
)
from initiatives.models import Initiative, NationalActionPlan, Pillar
from meetings.models import Communique, Meeting, MeetingHost, Presidency, PresidencySeat
from network import clock
from network.accounts.models import SECRETARIAT, User
from newsletters.models import (
    Item,
    ItemText,
    Newsletter,
    NewsletterText,
    Opportunity,
    Section,
    Subscription,
)

PASSWORD = "a-long-test-password"

# iso3: iso2, M49, region, names en, fr, es, ar, ru, zh, latitude, longitude.
_COUNTRIES: dict[str, tuple[str, ...]] = {
    "ESP": ("ES", "724", "150", "Spain", "Espagne", "España", "إسبانيا", "Испания", "西班牙"),
    "DEU": ("DE", "276", "150", "Germany", "Allemagne", "Alemania", "ألمانيا", "Германия", "德国"),
    "NAM": ("NA", "516", "002", "Namibia", "Namibie", "Namibia", "ناميبيا", "Намибия", "纳米比亚"),
    "CAN": ("CA", "124", "019", "Canada", "Canada", "Canadá", "كندا", "Канада", "加拿大"),
    "URY": ("UY", "858", "019", "Uruguay", "Uruguay", "Uruguay", "أوروغواي", "Уругвай", "乌拉圭"),
    "JPN": ("JP", "392", "142", "Japan", "Japon", "Japón", "اليابان", "Япония", "日本"),
    "NOR": ("NO", "578", "150", "Norway", "Norvège", "Noruega", "النرويج", "Норвегия", "挪威"),
}
_PLACES: dict[str, tuple[float, float]] = {
    "ESP": (40.23, -3.65),
    "DEU": (51.11, 10.39),
    "NAM": (-22.14, 17.22),
    "CAN": (61.39, -98.26),
    "URY": (-32.8, -56.02),
    "JPN": (37.6, 138.0),
    "NOR": (64.45, 14.06),
}
_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh_hans")


def country(iso3: str) -> Country:
    """One of the seven countries of the cast, created at the first call."""
    iso2, m49, region, *names = _COUNTRIES[iso3]
    latitude, longitude = _PLACES[iso3]
    values: dict[str, Any] = {
        "iso2": iso2,
        "m49": m49,
        "region": Region(region),
        "slug": names[0].lower(),
        "latitude": latitude,
        "longitude": longitude,
    }
    for position, language in enumerate(_LANGUAGES):
        values[f"name_{language}"] = names[position]
    found, _created = Country.objects.get_or_create(iso3=iso3, defaults=values)
    return found


def member(iso3: str) -> Member:
    """The State of the cast as a member of the Network, created at the first call."""
    state = country(iso3)
    found, _created = Member.objects.get_or_create(country=state, defaults={"slug": state.slug})
    return found


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"user{number}@example.org")
    name = factory.Sequence(lambda number: f"User {number}")
    password = factory.django.Password(PASSWORD)


class SecretariatFactory(UserFactory):
    """An account of Secretariat staff: the flag, and the group with its permissions."""

    is_staff = True

    @factory.post_generation
    def group(self: User, create: bool, extracted: object, **_kwargs: object) -> None:
        # The group and its permissions are kept by a migration signal (accounts.staff_group).
        self.groups.add(Group.objects.get_or_create(name=SECRETARIAT)[0])


class LookerFactory(UserFactory):
    """Staff who may look at everything in the admin, and at nothing else: `permissions` tells."""

    is_staff = True

    @factory.post_generation
    def permissions(self: User, create: bool, extracted: Any, **_kwargs: object) -> None:
        chosen = Permission.objects.filter(codename__startswith="view_")
        self.user_permissions.set(chosen if extracted is None else extracted)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda number: f"ORG{number}")
    slug = factory.LazyAttribute(lambda row: row.code.lower())
    name_en = factory.Sequence(lambda number: f"Regional Organisation {number}")
    seat_en = "Addis Ababa"
    latitude = 9.0
    longitude = 38.74


def _two_of(number: int, signs: str) -> str:
    """`number` in two of `signs`: enough for all countries that one worker's tests make."""
    return signs[number // len(signs)] + signs[number % len(signs)]


class CountryFactory(DjangoModelFactory[Country]):
    """A made-up country, for tests of many; the cast's are made by `country()`."""

    class Meta:
        model = Country

    iso3 = factory.Sequence(lambda n: f"Q{_two_of(n, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')}")
    iso2 = factory.Sequence(lambda n: _two_of(n, "0123456789abcdefghijklmnopqrstuvwxyz"))
    m49 = factory.Sequence(lambda n: f"x{_two_of(n, '0123456789abcdefghijklmnopqrstuvwxyz')}")
    slug = factory.Sequence(lambda n: f"country-{n}")
    name_en = factory.Sequence(lambda n: f"Country {n}")
    region = Region.AFRICA
    latitude = 1.0
    longitude = 2.0


class MemberFactory(DjangoModelFactory[Member]):
    """A member that is a made-up country; pass `country=None, organisation=...` for others."""

    class Meta:
        model = Member

    country = factory.SubFactory(CountryFactory)
    slug = factory.LazyAttribute(lambda row: (row.country or row.organisation).slug)


class OrganisationMemberFactory(MemberFactory):
    country = None
    organisation = factory.SubFactory(OrganisationFactory)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody who has decided that members see name and position."""

    class Meta:
        model = Person

    given_name = "Alex"
    family_name = factory.Sequence(lambda number: f"Sample{number}")
    position = "Adviser"
    institution = "Ministry of Foreign Affairs"
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    phone = "+00 000 0000"
    name_visibility = position_visibility = "members"


# code: name, order of protocol, may submit, one holder at a time.
_CATEGORIES: dict[str, tuple[str, int, bool, bool]] = {
    "focal_point": ("National Focal Point", 10, True, True),
    "alternate": ("Alternate focal point", 20, True, False),
    "military": ("Military Gender Adviser", 30, False, False),
    "police": ("Police Gender Adviser or Focal Point", 40, False, False),
    "mission": ("Mission contact in New York", 50, False, False),
}


def category(code: str) -> Category:
    """One of the five categories that the portal begins with."""
    name, order, may_submit, has_one_holder = _CATEGORIES[code]
    values = {
        "name_en": name,
        "order": order,
        "may_submit": may_submit,
        "one_holder_since": clock.today() if has_one_holder else None,
    }
    found, _created = Category.objects.get_or_create(code=code, defaults=values)
    return found


class DesignationFactory(DjangoModelFactory[Designation]):
    class Meta:
        model = Designation

    member = factory.SubFactory(MemberFactory)
    person = factory.SubFactory(PersonFactory)
    category = factory.LazyFunction(lambda: category("focal_point"))
    starts_on = datetime.date(2020, 1, 1)


def focal_point_of(place: Member, **user: Any) -> User:
    """An account of the National Focal Point of `place`; of an alternate where there is one."""
    return designee_of(
        place,
        "alternate" if place.designations.filter(ends_on=None).exists() else "focal_point",
        **user,
    )


def designee_of(
    place: Member, code: str, *, ends_on: datetime.date | None = None, **user: Any
) -> User:
    """An account whose person `place` designates for the category `code`."""
    account = UserFactory.create(**user)
    DesignationFactory.create(
        member=place,
        person=PersonFactory.create(user=account, email=account.email),
        category=category(code),
        ends_on=ends_on,
    )
    return account


class DraftingRightFactory(DjangoModelFactory[DraftingRight]):
    """A right that the member's focal point has given, for ninety days from today."""

    class Meta:
        model = DraftingRight

    member = factory.LazyFunction(lambda: member("ESP"))
    person = factory.SubFactory(PersonFactory)
    starts_on = factory.LazyFunction(clock.today)
    ends_on = factory.LazyFunction(lambda: clock.today() + datetime.timedelta(days=90))

    @factory.lazy_attribute
    def rests_on(self) -> Designation:
        ground = self.member.designations.active_on(clock.today()).that_may_submit().first()
        return ground or DesignationFactory.create(member=self.member)


class NotificationFactory(DjangoModelFactory[Notification]):
    """A draft in English for all members; `members=[...]` for those alone."""

    class Meta:
        model = Notification
        skip_postgeneration_save = True

    subject_en = factory.Sequence(lambda number: f"Notification about matter {number}")
    body_en = "The Secretariat informs the focal points."

    @factory.post_generation
    def members(self: Notification, create: bool, extracted: Any, **_kwargs: object) -> None:
        self.members.set(extracted or [])


class PresidencyFactory(DjangoModelFactory[Presidency]):
    """A term of Namibia in `year` (by default this one), or of those in `holders=[members]`."""

    class Meta:
        model = Presidency
        skip_postgeneration_save = True

    class Params:
        year = factory.LazyFunction(lambda: clock.today().year)

    slug = factory.LazyAttribute(lambda row: f"{row.year}")
    starts_on = factory.LazyAttribute(lambda row: datetime.date(row.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda row: datetime.date(row.year, 12, 31))
    theme_en = "Women in peace processes"

    @factory.post_generation
    def holders(self: Presidency, create: bool, extracted: Any, **_kwargs: object) -> None:
        for order, holder in enumerate(extracted or [member("NAM")], start=1):
            PresidencySeat.objects.create(presidency=self, member=holder, order=order)


class MeetingFactory(DjangoModelFactory[Meeting]):
    """An announced meeting in Madrid; pass `hosts=[members]`."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda number: f"meeting-{number}")
    title_en = factory.Sequence(lambda number: f"Meeting {number}")
    kind = Meeting.Kind.CAPITAL
    city_en = "Madrid"
    starts_on = "2025-05-20"
    ends_on = "2025-05-21"
    is_announced = True

    @factory.post_generation
    def hosts(self: Meeting, create: bool, extracted: Any, **_kwargs: object) -> None:
        for order, host in enumerate(extracted or (), start=1):
            MeetingHost.objects.create(meeting=self, member=host, order=order)


class CommuniqueFactory(DjangoModelFactory[Communique]):
    class Meta:
        model = Communique

    meeting = factory.SubFactory(MeetingFactory)
    title_en = "Joint communiqué"


class PlanFactory(DjangoModelFactory[NationalActionPlan]):
    """A published first plan of Spain with a known period; pass `country=` for another."""

    class Meta:
        model = NationalActionPlan

    country = factory.LazyFunction(lambda: country("ESP"))
    slug = factory.Sequence(lambda number: f"plan-{number}")
    title_en = factory.Sequence(lambda number: f"National Action Plan {number}")
    generation = factory.Sequence(lambda number: number + 1)
    starts_on = "2024-01-01"
    ends_on = "2030-12-31"
    published_at = factory.LazyFunction(clock.now)
    confirmed_at = factory.LazyFunction(clock.now)


class InitiativeFactory(DjangoModelFactory[Initiative]):
    """A published, public national initiative of Spain; pass `owner=` for another's."""

    class Meta:
        model = Initiative

    owner = factory.LazyFunction(lambda: member("ESP"))
    slug = factory.Sequence(lambda number: f"initiative-{number}")
    title_en = factory.Sequence(lambda number: f"Initiative {number}")
    summary_en = "Training of women mediators."
    pillars = [Pillar.PARTICIPATION]
    published_at = factory.LazyFunction(clock.now)
    confirmed_at = factory.LazyFunction(clock.now)


class OpportunityFactory(DjangoModelFactory[Opportunity]):
    class Meta:
        model = Opportunity

    slug = factory.Sequence(lambda number: f"opportunity-{number}")
    title_en = factory.Sequence(lambda number: f"Opportunity {number}")
    summary_en = "A course for gender advisers."
    kind = Opportunity.Kind.TRAINING
    published_at = factory.LazyFunction(clock.now)


def newsletter_text(
    newsletter: Newsletter, language: str, subject: str, body: str
) -> NewsletterText:
    """A text of an issue of one item, whatever has become of the issue."""
    section, _is_new = Section.objects.get_or_create(newsletter=newsletter, position=1)
    item, _is_new = Item.objects.get_or_create(section=section, position=1)
    ItemText.objects.create(item=item, language=language, body=body)
    return NewsletterText.objects.create(newsletter=newsletter, language=language, subject=subject)


class NewsletterFactory(DjangoModelFactory[Newsletter]):
    """A draft with an English text (none with `text=False`)."""

    class Meta:
        model = Newsletter
        skip_postgeneration_save = True

    number = factory.Sequence(lambda number: number + 1)
    slug = factory.LazyAttribute(lambda row: f"issue-{row.number}")

    @factory.post_generation
    def text(self: Newsletter, create: bool, extracted: object, **kwargs: Any) -> None:
        if extracted is not False:
            values = {"subject": "News of the Network", "body": "<p>Dear readers,</p>", **kwargs}
            newsletter_text(self, "en", **values)


class SubscriptionFactory(DjangoModelFactory[Subscription]):
    """A confirmed subscription to all topics, in English."""

    class Meta:
        model = Subscription

    email = factory.Sequence(lambda number: f"reader{number}@example.org")
    state = Subscription.State.CONFIRMED
    token = factory.Sequence(lambda number: f"{number:043d}")
    confirmed_at = factory.LazyFunction(clock.now)
