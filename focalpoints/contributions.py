"""What the register and the review lend to the floor below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from focalpoints import (
    account_erasure,
    dashboard,
    designations,
    erasure,
    letter_requests,
    letters,
    panels,
    person_file,
    personal_data,
    register,
    rights,
    samples,
    search,
    sources,
    undoing,
    unrecorded_letters,
)
from focalpoints.directory import document
from focalpoints.handover import document as handover_document
from focalpoints.handover import own_parts
from focalpoints.models import (
    CONFIRM_RECORD,
    Designation,
    LetterRequest,
    Member,
    Notification,
    Person,
    ProposedChange,
)
from focalpoints.notifications import annexes, asking, kinds
from focalpoints.notifications import document as notification_document
from focalpoints.review import versions
from focalpoints.spreadsheets.focal_points import FocalPointResource
from focalpoints.spreadsheets.members import MemberResource
from focalpoints.spreadsheets.missing_focal_points import missing_focal_points
from network import registry
from network.accounts.invitations import InvitationAccepted, InvitedPeople
from network.accounts.roles import Roles
from network.adminsite.dashboard import DashboardCards
from network.adminsite.sidebar import MenuEntry, MenuGroup
from network.audit.row_history import VersionsPage
from network.documents.kinds import DocumentKind
from network.documents.private import PrivateFileKind
from network.importing.kinds import ImportKind, NextStep
from network.importing.loading import ReferenceData, SampleData
from network.journal.kinds import JournalKind
from network.privacy.erasing import PersonalErasure
from network.web.data_version import UnseenTables
from network.web.navigation import Section
from network.web.panels import Panel

registry.add(
    UnseenTables(
        name="focalpoints",
        labels=frozenset(
            {
                "focalpoints.ChangeAuthor",
                "focalpoints.DraftingRight",
                "focalpoints.Ending",
                "focalpoints.NotificationRecipient",
                "focalpoints.ProposedChange",
                "focalpoints.ReviewStep",
            }
        ),
    ),
    *undoing.CONTRIBUTIONS,
    *person_file.PARTS,
    search.READERSHIP,
    search.MEMBERS,
    search.PEOPLE,
    search.NOTIFICATIONS,
    Section(name="focalpoints:members", label=_("Members"), order=20, shows_any_day=True),
    Section(name="focalpoints:directory", label=_("Directory"), order=25, is_for=rights.is_member),
    Section(
        name="focalpoints:notifications",
        label=_("Notifications"),
        order=27,
        is_for=rights.is_member,
    ),
    kinds.NotificationKind(name="notice", label=_("Notice"), written_by_hand=True),
    kinds.NotificationKind(
        name="without-focal-point",
        order=10,
        label=_("To members without a focal point"),
        designations=kinds.of_members_without_focal_point,
        written_by_hand=True,
    ),
    kinds.NotificationKind(
        name="unconfirmed",
        order=20,
        label=_("To officials whose record is not confirmed"),
        designations=kinds.with_unconfirmed_records,
        written_by_hand=True,
    ),
    kinds.NotificationKind(
        name=CONFIRM_RECORD,
        order=30,
        label=_("Request to confirm the record, in fixed words"),
        designations=kinds.nobody_yet,
        acts_at="focalpoints:own-contact",
        remind=asking.remind_again,
    ),
    VersionsPage(name="review", url=versions.page_of),
    Roles(
        name="focalpoints",
        has_desk=rights.has_desk,
        has_desk_page=rights.has_desk_page,
        is_member=rights.is_member,
        desk="focalpoints:desk",
    ),
    register.MEMBERS,
    register.PEOPLE,
    InvitationAccepted(name="focalpoints", link=designations.link_account),
    InvitedPeople(name="focalpoints", keys=account_erasure.invitations_of_others),
    Panel(
        name="member-count",
        place="home.hero",
        template="focalpoints/panels/member_count.html",
        context=panels.member_count,
        is_kept=True,
    ),
    PrivateFileKind(
        name=letters.KIND,
        label=_("Designation letter"),
        rule=letters.RULE,
        may_read=letters.may_read,
        may_keep=letters.may_keep,
        owner_names=letters.owner_names,
    ),
    *personal_data.HELD,
    *personal_data.RULES,
    JournalKind(name="person", replay=erasure.replay_person),
    PersonalErasure(
        name="focalpoints",
        obstacles=account_erasure.obstacles,
        kept=account_erasure.kept,
        erase=account_erasure.erase,
    ),
    DocumentKind(
        name=document.KIND,
        label=_("Directory"),
        content=document.content,
        may_read=document.may_read,
        may_order=document.may_read,
        kept=document.KEPT,
        lists_people=True,
    ),
    DocumentKind(
        name=handover_document.KIND,
        label=_("Handover"),
        content=handover_document.content,
        may_read=handover_document.may_read,
        may_order=handover_document.may_read,
        kept=handover_document.KEPT,
        lists_people=True,
    ),
    DocumentKind(
        name=notification_document.KIND,
        label=_("Official notification"),
        content=notification_document.content,
        may_read=notification_document.may_read,
        may_order=notification_document.may_order,
    ),
    *own_parts.PARTS,
    PrivateFileKind(
        name=letter_requests.KIND,
        label=_("Letter that a member sent in"),
        rule=letters.RULE,
        may_read=letter_requests.may_read,
        may_keep=letter_requests.may_keep,
        owner_names=letter_requests.owner_names,
    ),
    PrivateFileKind(
        name=annexes.KIND,
        label=_("Annex of a notification"),
        rule=annexes.RULE,
        may_read=annexes.may_read,
        may_keep=annexes.may_keep,
        owner_names=annexes.owner_names,
    ),
    PrivateFileKind(
        name=unrecorded_letters.KIND,
        label=_("Letter that is being recorded"),
        rule=letters.RULE,
        may_read=unrecorded_letters.may_read,
        may_keep=unrecorded_letters.may_keep,
        owner_names=unrecorded_letters.owner_names,
        days_kept=1,
    ),
    ImportKind(name="members", label=_("Members"), model=Member, resource=MemberResource),
    ImportKind(
        name="focal-points",
        label=_("Focal points"),
        model=Designation,
        resource=FocalPointResource,
        writes_too=(Person,),
        missing=missing_focal_points,
        next_step=NextStep(
            _("Invite those without an account…"),
            lambda spreadsheet: (
                f"{reverse('admin:focalpoints_person_invite_imported')}?import={spreadsheet.pk}"
            ),
        ),
    ),
    ReferenceData(name="focalpoints", load=sources.load),
    SampleData(name="focalpoints", load=samples.load),
    DashboardCards(name="focalpoints", cards=dashboard.dashboard_cards, keeps=True),
    MenuGroup(
        name="review",
        order=10,
        title=_("Review"),
        entries=(
            MenuEntry(
                _("Review queue"),
                "focalpoints_proposedchange",
                "rule",
                (ProposedChange.objects.awaiting_review, LetterRequest.objects.awaiting_review),
                page="queue",
            ),
            MenuEntry(_("Drafts and submissions"), "focalpoints_proposedchange", "edit_document"),
            MenuEntry(_("Letters from members"), "focalpoints_letterrequest", "mark_as_unread"),
            MenuEntry(_("Versions"), "focalpoints_revision", "history_edu"),
        ),
    ),
    MenuGroup(
        name="notifications",
        order=15,
        title=_("Official notifications"),
        entries=(
            MenuEntry(
                _("Notifications"),
                "focalpoints_notification",
                "campaign",
                (Notification.objects.awaiting_approval,),
            ),
            MenuEntry(_("Recipients"), "focalpoints_notificationrecipient", "mark_email_read"),
        ),
    ),
    MenuGroup(
        name="members",
        order=20,
        title=_("Members and focal points"),
        entries=(
            MenuEntry(
                _("Record a letter"),
                "focalpoints_designation",
                "contract_edit",
                page="record_letter",
                needs="add",
            ),
            MenuEntry(_("Coverage"), "focalpoints_member", "monitoring", page="coverage"),
            MenuEntry(
                _("Likely duplicates"), "focalpoints_person", "join_inner", page="duplicates"
            ),
            MenuEntry(_("Members"), "focalpoints_member", "flag"),
            MenuEntry(_("People"), "focalpoints_person", "groups"),
            MenuEntry(_("Designations"), "focalpoints_designation", "badge"),
            MenuEntry(_("Categories of designation"), "focalpoints_category", "label"),
            MenuEntry(_("Drafting rights"), "focalpoints_draftingright", "edit_note"),
            MenuEntry(_("Countries"), "focalpoints_country", "public"),
            MenuEntry(_("Organisations"), "focalpoints_organisation", "account_balance"),
        ),
    ),
)
