"""`manage.py invite_secretariat name@ministry.example`: invite the first member of staff."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.accounts.invitations import invite
from network.accounts.models import Invitation
from network.mail.models import OutgoingMail, SendingState
from network.values.deadlines import deadline
from network.values.refusals import Refusal
from network.values.text_fields import cleaned_values

_SETTLED = {SendingState.SENT, SendingState.FAILED, SendingState.UNCERTAIN}


class Command(BaseCommand):
    help = (
        "Invite somebody by mail to the Secretariat's staff. For the first one, and for when "
        "nobody can sign in any more; all others are invited in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how the mail addresses the person")
        parser.add_argument(
            "--language",
            default="en",
            choices=[code for code, _name in settings.LANGUAGES],
            help="of the mail and of the pages (en)",
        )
        parser.add_argument(
            "--wait",
            type=float,
            default=20,
            metavar="SECONDS",
            help="how long to watch what becomes of the mail (20)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = cleaned_values(Invitation, {key: options[key] for key in ("email", "name")})
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            invitation = invite(
                **asked,
                language=options["language"],
                as_staff=True,
                by=None,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{invitation.email} is invited to the Secretariat's staff. The link in the mail "
            f"works once, until {deadline(invitation.expires_at)}; a link that was sent "
            "earlier no longer works."
        )
        self._report_delivery(invitation.email, options["wait"])

    def _report_delivery(self, address: str, seconds: float) -> None:
        """Say whether the mail left: whoever runs this cannot open the admin yet."""
        mail = OutgoingMail.objects.filter(address=address).latest("pk")
        if not settings.PORTAL_SENDING:
            self.stdout.write("PORTAL_SENDING is off: the mail waits until it is switched on.")
            return
        give_up_at = time.monotonic() + seconds
        while mail.state not in _SETTLED and not mail.last_error and time.monotonic() < give_up_at:
            time.sleep(0.2)
            mail.refresh_from_db()
        if mail.state == SendingState.SENT:
            self.stdout.write("The mail server has taken the mail.")
        elif mail.state == SendingState.FAILED:
            raise CommandError(f"The mail server refused the mail permanently: {mail.last_error}")
        elif mail.last_error:
            self.stdout.write(
                f"The mail has not left yet, and is tried again by itself: {mail.last_error}"
            )
        else:
            self.stdout.write(
                "The mail waits in the database: nobody has taken it up yet. It leaves once the "
                "worker and its clock run."
            )
