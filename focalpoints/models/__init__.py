"""Members, the people they designate, and the review of what they propose."""

from focalpoints.models.awaited import Awaited
from focalpoints.models.category import Category, CategoryQuerySet
from focalpoints.models.confirmation import ConfirmationRequest, ConfirmationRequestQuerySet
from focalpoints.models.designation import Designation, DesignationQuerySet
from focalpoints.models.drafting import DraftingRight, DraftingRightQuerySet
from focalpoints.models.email_change import EmailChange, EmailChangeQuerySet
from focalpoints.models.ending import UNDO_WITHIN, Ending, EndingQuerySet
from focalpoints.models.fixed_words import CONFIRM_RECORD, FIXED_WORDS
from focalpoints.models.institution import MemberInstitution
from focalpoints.models.letter_request import LetterRequest, LetterRequestQuerySet
from focalpoints.models.merge import DifferentPeople, Merge, MergeQuerySet
from focalpoints.models.notification import (
    Notification,
    NotificationQuerySet,
    NotifiedCategory,
    NotifiedMember,
)
from focalpoints.models.notification_recipient import (
    SETTLED,
    NotificationAnnex,
    NotificationRecipient,
    NotificationRecipientQuerySet,
)
from focalpoints.models.office import MAILBOX, OFFICE_SHARES, ONE_NAME
from focalpoints.models.person import Person, PersonQuerySet, active_on, full_name
from focalpoints.models.place import (
    FOUNDED_ON,
    Country,
    Member,
    MemberQuerySet,
    Organisation,
    OrganisationCountry,
    Region,
    owner_names,
    protocol_order,
)
from focalpoints.models.review import (
    ChangeAuthor,
    ProposedChange,
    ProposedChangeQuerySet,
    ReviewStep,
)
from focalpoints.models.revision import Revision, RevisionQuerySet
from focalpoints.models.skills import OFFICIAL, Expertise, language_name, languages_in_order
from focalpoints.models.version import Versioned
from focalpoints.models.visibility import CONSENTS, PARTS, SKILLS, Reader, Visibility

__all__ = [
    "CONFIRM_RECORD",
    "CONSENTS",
    "FIXED_WORDS",
    "FOUNDED_ON",
    "MAILBOX",
    "OFFICE_SHARES",
    "OFFICIAL",
    "ONE_NAME",
    "PARTS",
    "SETTLED",
    "SKILLS",
    "UNDO_WITHIN",
    "Awaited",
    "Category",
    "CategoryQuerySet",
    "ChangeAuthor",
    "ConfirmationRequest",
    "ConfirmationRequestQuerySet",
    "Country",
    "Designation",
    "DesignationQuerySet",
    "DifferentPeople",
    "DraftingRight",
    "DraftingRightQuerySet",
    "EmailChange",
    "EmailChangeQuerySet",
    "Ending",
    "EndingQuerySet",
    "Expertise",
    "LetterRequest",
    "LetterRequestQuerySet",
    "Member",
    "MemberInstitution",
    "MemberQuerySet",
    "Merge",
    "MergeQuerySet",
    "Notification",
    "NotificationAnnex",
    "NotificationQuerySet",
    "NotificationRecipient",
    "NotificationRecipientQuerySet",
    "NotifiedCategory",
    "NotifiedMember",
    "Organisation",
    "OrganisationCountry",
    "Person",
    "PersonQuerySet",
    "ProposedChange",
    "ProposedChangeQuerySet",
    "Reader",
    "Region",
    "ReviewStep",
    "Revision",
    "RevisionQuerySet",
    "Versioned",
    "Visibility",
    "active_on",
    "full_name",
    "language_name",
    "languages_in_order",
    "owner_names",
    "protocol_order",
]
