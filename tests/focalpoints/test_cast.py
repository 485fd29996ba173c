from __future__ import annotations

from django.test import Client

from focalpoints.rights import is_focal_point, is_member, members_of
from network.accounts.models import User
from newsletters.models import Subscription
from tests import factories


def test_each_of_the_cast_is_who_they_are(
    secretariat: User, focal_point: User, other_focal_point: User, troika_member: User
) -> None:
    assert secretariat.is_secretariat
    assert is_member(secretariat)
    assert not is_focal_point(secretariat)
    assert secretariat.has_perm("focalpoints.change_member")
    assert [str(place) for place in members_of(focal_point)] == ["Spain"]
    assert [str(place) for place in members_of(other_focal_point)] == ["Germany"]
    assert [str(place) for place in members_of(troika_member)] == ["Canada"]


def test_a_subscriber_has_no_account(subscriber: Subscription, visitor: Client) -> None:
    assert not User.objects.filter(email=subscriber.email).exists()
    assert "_auth_user_id" not in visitor.session


def test_every_factory_makes_a_valid_row(db: None) -> None:
    for factory in (
        factories.MemberFactory,
        factories.OrganisationMemberFactory,
        factories.DesignationFactory,
        factories.PresidencyFactory,
        factories.MeetingFactory,
        factories.CommuniqueFactory,
        factories.PlanFactory,
        factories.InitiativeFactory,
        factories.OpportunityFactory,
        factories.NewsletterFactory,
        factories.SubscriptionFactory,
    ):
        factory.create().full_clean()
