"""The demo's newsletter, readers and opportunities: fictitious, and marked as sample."""

from __future__ import annotations

import datetime

from django.utils import timezone

from network.models import SendingState
from network.sending.message import new_message_id
from newsletters.documents import compose_all
from newsletters.models import Delivery, Newsletter, NewsletterText, Opportunity, Subscription
from newsletters.sample_texts import DRAFT, OPPORTUNITIES, SENT

# How many readers by language; the first of each is not confirmed, the last has left.
_READERS = {"en": 9, "fr": 4, "es": 4, "ar": 3, "ru": 2, "zh-hans": 2}
_SENT_DAYS_AGO = 24


def load() -> None:
    """Load what is not there yet; what somebody has changed since stays as it is."""
    now = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    _load_readers(now)
    _load_sent_issue(now - datetime.timedelta(days=_SENT_DAYS_AGO))
    _load_draft()
    _load_opportunities(now)


def _load_readers(now: datetime.datetime) -> None:
    asked_at = now - datetime.timedelta(days=90)
    topics = [[], ["research"], ["funding", "capacity"], [], ["practice", "network"]]
    for language, count in _READERS.items():
        for place in range(1, count + 1):
            email = f"reader-{language}-{place}@example.org"
            if Subscription.objects.of_address(email).exists():
                continue
            state = Subscription.State.CONFIRMED
            if count > 3 and place == 1:
                state = Subscription.State.UNCONFIRMED
            elif count > 3 and place == count:
                state = Subscription.State.UNSUBSCRIBED
            waits = state == Subscription.State.UNCONFIRMED
            Subscription.objects.create(
                email=email,
                language=language,
                topics=topics[place % len(topics)],
                state=state,
                asked_at=now if waits else asked_at,
                confirmed_at=None if waits else asked_at + datetime.timedelta(minutes=7),
                unsubscribed_at=asked_at + datetime.timedelta(days=40)
                if state == Subscription.State.UNSUBSCRIBED
                else None,
                is_sample=True,
            )


def _load_issue(
    slug: str, number: int, topics: list[str], texts: dict[str, tuple[str, str]]
) -> Newsletter | None:
    taken = Newsletter.objects.filter(number=number) | Newsletter.objects.filter(slug=slug)
    if taken.exists():
        return None
    issue = Newsletter.objects.create(slug=slug, number=number, topics=topics, is_sample=True)
    for language, (subject, body) in texts.items():
        NewsletterText.objects.create(
            newsletter=issue, language=language, subject=subject, body=body
        )
    return issue


def _load_sent_issue(sent_at: datetime.datetime) -> None:
    issue = _load_issue("issue-1", 1, [], SENT)
    if issue is None:
        return
    issue.sent_content = dict(compose_all(issue, day=sent_at.date()))
    issue.state = Newsletter.State.SENT
    issue.created_at = sent_at - datetime.timedelta(days=6)
    issue.started_at = sent_at
    issue.finished_at = sent_at + datetime.timedelta(seconds=2)
    issue.save()
    readers = Subscription.objects.recipients_of(issue).filter(is_sample=True)
    Delivery.objects.bulk_create(
        Delivery(
            newsletter=issue,
            subscription=reader,
            address=reader.email,
            language=reader.language if reader.language in issue.sent_content else "en",
            token=reader.token,
            message_id=new_message_id(),
            state=SendingState.SENT,
            attempts=1,
            due_at=None,
            attempt_started_at=sent_at,
            sent_at=sent_at + datetime.timedelta(seconds=1),
        )
        for reader in readers
    )


def _load_draft() -> None:
    _load_issue("issue-2", 2, ["capacity", "funding"], DRAFT)


def _load_opportunities(now: datetime.datetime) -> None:
    for sample in OPPORTUNITIES:
        if Opportunity.objects.filter(slug=sample.slug).exists():
            continue
        deadline: str | None = None
        if sample.closes_in_days is not None:
            day = now.date() + datetime.timedelta(days=sample.closes_in_days)
            deadline = day.isoformat()
        Opportunity.objects.create(
            slug=sample.slug,
            kind=sample.kind,
            title_en=sample.title,
            summary_en=sample.summary,
            provider=sample.provider,
            deadline_on=deadline,
            published_at=now - datetime.timedelta(days=sample.published_days_ago)
            if sample.published_days_ago is not None
            else None,
            is_sample=True,
            **{f"title_{code}": title for code, title in sample.titles.items()},
        )
