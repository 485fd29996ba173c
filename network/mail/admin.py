"""Outgoing mail in the admin, to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from network.adminsite.base import ReadOnlyAdmin
from network.adminsite.bulk_actions import BulkQuestion, bulk_action
from network.adminsite.confirmation import ConfirmationAdmin
from network.mail.models import OutgoingMail
from network.mail.undelivered import try_again, try_all_again
from network.values.lists import listed
from network.values.primary_keys import at_key, find_at_key


class WaitsFilter(admin.SimpleListFilter):
    title = _("waiting for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("person", _("a person")), ("turn", _("its turn"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OutgoingMail]
    ) -> QuerySet[OutgoingMail]:
        if self.value() == "person":
            return queryset & OutgoingMail.objects.for_a_person().with_text()
        if self.value() == "turn":
            return queryset & OutgoingMail.objects.unfinished()
        return queryset


def _asks_before_sending_again(
    model_admin: Any, request: HttpRequest, rows: list[OutgoingMail], count: int
) -> BulkQuestion:
    shown = OutgoingMail.objects.filter(pk__in=[mail.pk for mail in rows])
    waiting = shown & OutgoingMail.objects.for_a_person()
    awaited = set(waiting.values_list("pk", flat=True))
    readable = set((waiting & OutgoingMail.objects.with_text()).values_list("pk", flat=True))
    left_out = {
        mail.pk: gettext("Left as it is: its text was deleted with the link in it.")
        if mail.pk in awaited
        else gettext("Left as it is: it has been sent, or is tried again by itself.")
        for mail in rows
        if mail.pk not in readable
    }
    return BulkQuestion(
        title=ngettext(
            "Send {number} message again?", "Send {number} messages again?", count
        ).format(number=count),
        sentence=gettext(
            "Messages that were not delivered are retried for five more days. A message that may "
            "already have arrived can arrive twice."
        ),
        cannot_be_undone=gettext("What was sent cannot be recalled."),
        button=gettext("Send again"),
        left_out=left_out,
    )


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin, ConfirmationAdmin):
    """What was sent to whom, to look at, and to send again what did not arrive.

    Texts with a one-time link are never shown.
    """

    list_display = ("subject", "address", "kind", "shown_state", "created_at", "sent_at")
    list_filter = (WaitsFilter, "state", "kind")
    search_fields = ("address", "subject")
    list_per_page = 50
    show_full_result_count = False
    actions = ("send_chosen_again",)
    actions_detail = ("send_again",)
    fields = (
        "subject",
        "address",
        "envelope_sender",
        "kind",
        "holds_link",
        "language",
        "state",
        "attempts",
        "created_at",
        "due_at",
        "sent_at",
        "uncertain_at",
        "message_id",
        "last_error",
        "shown_text",
        "shown_attachments",
    )
    readonly_fields = fields

    def has_handle_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may let a message be sent again. (No dotted permission names in the decorators:
        unfold's system check would look them up before the first migration.)"""
        return request.user.has_perm("network.change_outgoingmail")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        if not at_key(OutgoingMail.objects.for_a_person().with_text(), object_id).exists():
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(
        description=_("Send again"),
        permissions=["handle"],
        url_path="again",
        icon="forward_to_inbox",
    )
    def send_again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        mail = find_at_key(OutgoingMail.objects.all(), object_id)
        return self.confirm_then(
            request,
            mail,
            try_again,
            title=gettext("Send this message to {address} again?").format(address=mail.address),
            sentence=gettext(
                "It is retried for five more days. A message that may already have arrived can "
                "arrive twice."
            ),
            button=gettext("Send again"),
            done=gettext("The message is tried again."),
            cannot_be_undone=gettext("What was sent cannot be recalled."),
            is_dangerous=False,
        )

    @bulk_action(
        description=_("Send undelivered messages again"),
        permissions=["handle"],
        asks=_asks_before_sending_again,
    )
    def send_chosen_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        chosen = OutgoingMail.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        count = try_all_again(chosen, by=request.user)
        if count:
            sentence = ngettext(
                "%(count)s message is tried again.", "%(count)s messages are tried again.", count
            )
            messages.success(request, sentence % {"count": count})
        else:
            messages.warning(
                request, gettext("None of these messages needs a decision and still has its text.")
            )

    @display(
        description=_("status"),
        label={
            "sent": "success",
            "failed": "danger",
            "bounced": "danger",
            "uncertain": "warning",
            "retry": "warning",
            "in_flight": "info",
        },
    )
    def shown_state(self, mail: OutgoingMail) -> tuple[str, str]:
        return mail.state, mail.get_state_display()

    @display(description=_("text"))
    def shown_text(self, mail: OutgoingMail) -> Any:
        # A colleague who could read a link for somebody's password could become them.
        if mail.holds_link:
            return _("Not shown: it may hold a one-time link.")
        return mail.body_text or _("Deleted after sending.")

    @display(description=_("attachments"))
    def shown_attachments(self, mail: OutgoingMail) -> str:
        files = mail.attachments.defer("content")
        return listed(
            [f"{file.name} ({file.content_type}, {filesizeformat(file.size)})" for file in files]
        )
