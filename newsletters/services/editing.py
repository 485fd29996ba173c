"""Writing an issue before it is sent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.accounts.rights import remove_by, require_permission, save_by
from network.audit.tracking import acting
from network.values.refusals import Refusal
from newsletters.models import Item, ItemText, Newsletter, NewsletterText, Section


def lock_draft(newsletter: Newsletter) -> Newsletter:
    """Lock an issue that is about to be changed, inside the caller's transaction.

    A "Send" meanwhile waits, and freezes what was just saved. Raises Refusal once the sending has
    begun: what was sent never changes.
    """
    found = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if not found.is_draft:
        raise Refusal(_("This newsletter has been sent; its texts can no longer be changed."))
    return found


@transaction.atomic
def save_newsletter(
    newsletter: Newsletter, *, by: User, write_related: Callable[[], object] | None = None
) -> Newsletter:
    """Write a draft, new or corrected, with the texts of its languages.

    Raises Refusal once the sending has begun.
    """
    if newsletter.pk is not None:
        lock_draft(newsletter)
    return save_by(newsletter, by=by, write_related=write_related)


@transaction.atomic
def remove_newsletter(newsletter: Newsletter, *, by: User) -> None:
    """Delete a draft. Raises Refusal once the sending has begun."""
    remove_by(lock_draft(newsletter), by=by)


@transaction.atomic
def write_text(
    newsletter: Newsletter, language: str, *, subject: str, body: str | None, by: User | None
) -> NewsletterText:
    """Write a draft in one language: its subject, and the body of its only item.

    A new issue gets one section with one item; no `body` leaves the items as they are. Refuses an
    issue of several items, whose texts are not one body, and one that is sent.
    """
    require_permission(by, "change", newsletter)
    issue = lock_draft(newsletter)
    with acting(by):
        text = NewsletterText.objects.update_or_create(
            newsletter=issue, language=language, defaults={"subject": subject}
        )[0]
        if body is not None:
            ItemText.objects.update_or_create(
                item=_only_item(issue), language=language, defaults={"body": body}
            )
    return text


@transaction.atomic
def remove_text(newsletter: Newsletter, language: str, *, by: User | None) -> None:
    """Take a language away from a draft, with all that its items say in it."""
    require_permission(by, "change", newsletter)
    issue = lock_draft(newsletter)
    with acting(by):
        issue.texts.filter(language=language).delete()
        ItemText.objects.filter(item__section__newsletter=issue, language=language).delete()


def _only_item(issue: Newsletter) -> Item:
    items = list(Item.objects.filter(section__newsletter=issue)[:2])
    if len(items) > 1:
        raise Refusal(_("This newsletter is made of several items; write them one by one."))
    if items:
        return items[0]
    section = issue.sections.first() or Section.objects.create(newsletter=issue, position=1)
    return Item.objects.create(section=section, position=1)


def next_number() -> int:
    """The number after the highest one; two drafts may be proposed the same."""
    last: int | None = Newsletter.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
