"""The demo's newsletter, readers and opportunities: fictitious, and marked as sample."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db.models import Q

from network import clock
from network.importing.samples import load_once
from network.mail.message import new_message_id
from network.mail.models import SendingState
from newsletters.documents import compose_all
from newsletters.models import Delivery, Newsletter, Opportunity, Subscription
from newsletters.sample_texts import DRAFT, OPPORTUNITIES, SENT, SampleOpportunity
from newsletters.services import write_text

# How many readers by language; the first of each is not confirmed, the last has left.
_READERS = {"en": 9, "fr": 4, "es": 4, "ar": 3, "ru": 2, "zh-hans": 2}
_SENT_DAYS_AGO = 24


def load() -> None:
    """Load what was never loaded; what people changed or deleted since stays as it is."""
    now = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    sent_at = now - datetime.timedelta(days=_SENT_DAYS_AGO)
    _load_readers(now)
    _load_issue("issue-1", 1, [], SENT, lambda issue: _send(issue, sent_at))
    _load_issue("issue-2", 2, ["capacity", "funding"], DRAFT)
    for sample in OPPORTUNITIES:
        _load_opportunity(sample, now)


def _load_readers(now: datetime.datetime) -> None:
    for language, count in _READERS.items():
        for place in range(1, count + 1):
            _load_reader(language, place, count, now)


def _load_reader(language: str, place: int, count: int, now: datetime.datetime) -> None:
    email = f"reader-{language}-{place}@example.org"
    asked_at = now - datetime.timedelta(days=90)
    topics = [[], ["research"], ["funding", "capacity"], [], ["practice", "network"]]
    state = Subscription.State.CONFIRMED
    if count > 3 and place == 1:
        state = Subscription.State.UNCONFIRMED
    elif count > 3 and place == count:
        state = Subscription.State.UNSUBSCRIBED
    waits = state == Subscription.State.UNCONFIRMED

    def make() -> Subscription:
        return Subscription.objects.create(
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

    known_as = Subscription.objects.of_address(email).filter(is_sample=True)
    load_once(f"{language}-{place}", known_as, make)


def _load_issue(
    key: str,
    number: int,
    topics: list[str],
    texts: dict[str, tuple[str, str]],
    then: Callable[[Newsletter], None] = lambda issue: None,
) -> None:
    def make() -> Newsletter:
        issue = Newsletter.objects.create(slug=key, number=number, topics=topics, is_sample=True)
        for language, (subject, body) in texts.items():
            write_text(issue, language, subject=subject, body=body, by=None)
        then(issue)
        return issue

    samples = Newsletter.objects.filter(is_sample=True)
    load_once(key, samples.filter(Q(number=number) | Q(slug=key)), make)


def _send(issue: Newsletter, sent_at: datetime.datetime) -> None:
    """Let `issue` have been sent at a moment of the past, to the sample readers."""
    issue.sent_content = dict(compose_all(issue, day=sent_at.date()))
    issue.created_at = sent_at - datetime.timedelta(days=6)
    issue.started_at = sent_at
    issue.state = Newsletter.State.SENDING
    issue.save()
    issue.state = Newsletter.State.SENT
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


def _load_opportunity(sample: SampleOpportunity, now: datetime.datetime) -> None:
    def make() -> Opportunity:
        deadline: str | None = None
        if sample.closes_in_days is not None:
            day = now.date() + datetime.timedelta(days=sample.closes_in_days)
            deadline = day.isoformat()
        return Opportunity.objects.create(
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

    known_as = Opportunity.objects.filter(slug=sample.slug, is_sample=True)
    load_once(sample.slug, known_as, make)
