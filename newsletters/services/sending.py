"""Sending an issue: freeze it, select its recipients, and control the run."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from network import clock
from network.accounts.models import User
from network.accounts.rights import require_permission
from network.audit.tracking import acting
from network.jobs.starting import start_on_commit
from network.mail.engine import send_again
from network.mail.message import MessageError
from network.mail.models import OutgoingMail, SendingState
from network.mail.outbox import queue_mail
from network.values.refusals import Refusal
from network.values.translations import check_acknowledged
from newsletters.documents import Copy, compose, compose_all, page_url, prepare_message, with_key
from newsletters.models import Delivery, Newsletter, Subscription
from newsletters.services.translations import outdated_texts

# The key in the links of a test: they open a page that says so and change nothing.
TEST_KEY = "test"
DELIVER = "newsletters.tasks.deliver"

# How long before the start a transaction may have begun that ends after it.
_CROSSING = datetime.timedelta(hours=1)

_CHOOSE_RECIPIENTS = """
INSERT INTO newsletters_delivery
    (newsletter_id, subscription_id, address, language, token, message_id,
     state, attempts, last_error)
SELECT
    %(newsletter)s,
    chosen.id,
    chosen.email,
    chosen.served_language,
    chosen.token,
    -- The rising number first, so that the unique index of a million rows grows at its end.
    '<n%(newsletter)s.' || lpad(to_hex(row_number() OVER ()), 8, '0') || '.'
        || left(replace(gen_random_uuid()::text, '-', ''), 16) || '@' || %(host)s || '>',
    'waiting', 0, ''
FROM ({recipients}) AS chosen
ON CONFLICT (newsletter_id, address) DO NOTHING
"""


def recipients_by_language(newsletter: Newsletter) -> dict[str, int]:
    """How many confirmed subscribers would receive the issue, by the language they get it in."""
    languages = list(newsletter.texts.values_list("language", flat=True))
    found = Subscription.objects.recipients_of(newsletter).with_served_language(languages)
    rows = found.order_by().values_list("served_language").annotate(people=Count("pk"))
    return dict(sorted(rows, key=lambda row: (row[0] != "en", row[0])))


@transaction.atomic
def start_sending(
    newsletter: Newsletter, *, by: User, acknowledged: Collection[str] = ()
) -> Newsletter:
    """Freeze the issue and make one delivery for each confirmed subscriber that it concerns.

    One SQL statement selects the recipients, however many they are. Raises Refusal when it has been
    started already, when it has no English text (every reader without a text in their language gets
    the English one), or when nobody would receive it. Raises OutdatedTranslations unless
    `acknowledged` holds the key of each outdated translation; which they were is kept with the
    issue.
    """
    require_permission(by, "change", newsletter)
    issue = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if not issue.is_draft:
        raise Refusal(_("This newsletter is already being sent, or has been sent."))
    now = clock.now()
    copies = compose_all(issue, day=clock.day_of(now))
    _check_texts(copies)
    for language, copy in copies.items():
        try:
            prepare_message(copy, language=language)
        except MessageError as error:
            raise _unusual(language) from error
    outdated = outdated_texts(issue)
    check_acknowledged(outdated, acknowledged)
    issue.sent_content = dict(copies)
    issue.sent_outdated = [item.record for item in outdated]
    issue.state = Newsletter.State.SENDING
    issue.started_at = now
    issue.started_by = by
    with acting(by):
        issue.save(
            update_fields=["sent_content", "sent_outdated", "state", "started_at", "started_by"]
        )
    if not _choose_recipients(issue, list(copies)):
        raise Refusal(_("Nobody would receive this newsletter: no subscriber has confirmed."))
    start_on_commit(DELIVER, issue.pk)
    return issue


def _unusual(language: str) -> Refusal:
    return Refusal(
        _("The %(language)s text cannot be made into an email. Remove unusual characters.")
        % {"language": _(get_language_info(language)["name"])}
    )


def _check_texts(copies: Mapping[str, Copy]) -> None:
    if "en" not in copies:
        raise Refusal(
            _("Write the English text first: readers of other languages fall back to it.")
        )
    for language, copy in copies.items():
        if not copy["body"]:
            raise Refusal(
                _("The %(language)s text is empty. Write it or remove it.")
                % {"language": _(get_language_info(language)["name"])}
            )


def _choose_recipients(issue: Newsletter, languages: list[str]) -> int:
    chosen = (
        Subscription.objects.recipients_of(issue)
        .with_served_language(languages)
        .order_by()
        .values("id", "email", "token", "served_language")
    )
    recipients, values = chosen.query.sql_with_params()
    # Django's placeholders are positional, the statement's own are named: name the former.
    names = [f"value_{place}" for place in range(len(values))]
    recipients %= tuple(f"%({name})s" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            _CHOOSE_RECIPIENTS.replace("{recipients}", recipients),
            {
                "newsletter": issue.pk,
                "host": settings.SITE_HOST,
                **dict(zip(names, values, strict=True)),
            },
        )
        return int(cursor.rowcount)


@transaction.atomic
def hold_sending(newsletter: Newsletter, *, by: User) -> Newsletter:
    """Pause after the messages that are just leaving, until somebody resumes.

    Raises Refusal when it is not being sent, or is held already.
    """
    require_permission(by, "change", newsletter)
    issue = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if issue.state != Newsletter.State.SENDING:
        raise Refusal(_("This newsletter is not being sent at the moment."))
    if issue.is_held:
        raise Refusal(_("This newsletter is already on hold."))
    issue.held_at = clock.now()
    with acting(by):
        issue.save(update_fields=["held_at"])
    # Taken back from the sender's batch too, or up to two hundred more would leave.
    issue.deliveries.not_in_transit().filter(state=SendingState.IN_FLIGHT).update(
        state=SendingState.RETRY, lease_token=None, lease_ends_at=None
    )
    return issue


@transaction.atomic
def resume_sending(newsletter: Newsletter, *, by: User) -> Newsletter:
    """Resume after a hold. Raises Refusal when the issue is not on hold."""
    require_permission(by, "change", newsletter)
    issue = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if not issue.is_held:
        raise Refusal(_("This newsletter is not on hold."))
    issue.held_at = None
    with acting(by):
        issue.save(update_fields=["held_at"])
    start_on_commit(DELIVER, issue.pk)
    return issue


@transaction.atomic
def try_failed_again(newsletter: Newsletter, *, by: User, uncertain: bool = False) -> int:
    """Retry the failed deliveries; with `uncertain` those instead.

    Returns how many there are. Those whose subscriber has left meanwhile stay as they are. An
    uncertain message may arrive a second time, which is why it is asked for by itself. Raises
    Refusal when there is none.
    """
    require_permission(by, "change", newsletter)
    issue = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if issue.is_draft:
        raise Refusal(_("This newsletter has not been sent yet."))
    state = SendingState.UNCERTAIN if uncertain else SendingState.FAILED
    again = send_again(
        issue.deliveries.filter(state=state, subscription__state=Subscription.State.CONFIRMED)
    )
    if not again:
        raise Refusal(_("No such delivery has a subscriber who still receives the newsletter."))
    issue.state, issue.finished_at = Newsletter.State.SENDING, None
    with acting(by):
        issue.save(update_fields=["state", "finished_at"])
    start_on_commit(DELIVER, issue.pk)
    return again


def withdraw_those_who_left(newsletter_id: int) -> int:
    """Withdraw what is still to be sent to people who unsubscribed since shortly before the start.

    Unsubscribing withdraws a person's deliveries itself; this finds the two that slip through:
    one whose unsubscription crossed the choice of recipients, and one whose message was just
    leaving and is now to be retried. Cheap, since it begins with the few who left: it is asked
    before each batch.
    """
    issue = Newsletter.objects.only("started_at").get(pk=newsletter_id)
    assert issue.started_at is not None, "newsletter_started_has_content"
    left = Delivery.objects.filter(
        newsletter_id=newsletter_id,
        subscription__in=Subscription.objects.filter(
            state=Subscription.State.UNSUBSCRIBED,
            unsubscribed_at__gte=issue.started_at - _CROSSING,
        ),
    )
    return left.withdraw() if left.not_in_transit().exists() else 0


@transaction.atomic
def finish_if_done(newsletter_id: int) -> bool:
    """Mark the issue as sent when nothing is left to do; return whether it is now.

    What was refused permanently, and what stayed uncertain, does not keep it open: both wait for a
    person and are shown. One query on the partial index, however many were sent.
    """
    # Locked before the query: a "try again" between query and update would be lost.
    issue = Newsletter.objects.to_deliver().filter(pk=newsletter_id)
    if not issue.select_for_update().exists():
        return False
    if Delivery.objects.filter(newsletter_id=newsletter_id).unfinished().exists():
        return False
    return bool(issue.update(state=Newsletter.State.SENT, finished_at=clock.now()))


@transaction.atomic
def send_test(newsletter: Newsletter, *, by: User, language: str | None = None) -> int:
    """Queue the issue to `by` alone, in one language or in each; return how many messages.

    The mail is the one that subscribers get, but for "[Test]" in the subject and for its links,
    which lead to a page that says that this was a test. Raises Refusal when there is no text, and
    where `start_sending` would for what is in it.
    """
    require_permission(by, "change", newsletter)
    texts = newsletter.texts.order_by("language")
    if language:
        texts = texts.filter(language=language)
    sent = 0
    for text in texts:
        copy = compose(newsletter, text, day=clock.today())
        link = page_url("unsubscribe", TEST_KEY, language=text.language)
        try:
            # As it will be sent: what looks like a slot in a text is refused here too.
            prepare_message(copy, language=text.language)
            queue_mail(
                kind=OutgoingMail.Kind.NOTICE,
                address=by.email,
                language=text.language,
                subject=_("[Test] %(subject)s") % {"subject": copy["subject"]},
                text=with_key(copy["text"], TEST_KEY),
                html=with_key(copy["html"], TEST_KEY),
                headers={"List-Unsubscribe": f"<{link}>"},
                # Its links lead to a page that says that it was a test.
                holds_link=False,
            )
        except MessageError as error:
            raise _unusual(text.language) from error
        sent += 1
    if not sent:
        raise Refusal(_("Write and save a text first."))
    return sent
