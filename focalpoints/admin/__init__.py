"""The Secretariat's pages of this app."""

from focalpoints.admin.categories import CategoryAdmin
from focalpoints.admin.designations import DesignationAdmin
from focalpoints.admin.drafting import DraftingRightAdmin
from focalpoints.admin.letter_requests import LetterRequestAdmin
from focalpoints.admin.notification_recipients import NotificationRecipientAdmin
from focalpoints.admin.notifications import NotificationAdmin
from focalpoints.admin.people import PersonAdmin
from focalpoints.admin.place import CountryAdmin, MemberAdmin, OrganisationAdmin
from focalpoints.admin.review import ProposedChangeAdmin
from focalpoints.admin.revisions import RevisionAdmin

__all__ = [
    "CategoryAdmin",
    "CountryAdmin",
    "DesignationAdmin",
    "DraftingRightAdmin",
    "LetterRequestAdmin",
    "MemberAdmin",
    "NotificationAdmin",
    "NotificationRecipientAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "ProposedChangeAdmin",
    "RevisionAdmin",
]
