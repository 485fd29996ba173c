"""Every write of newsletters, their readers, and opportunities."""

from newsletters.services.editing import (
    lock_draft,
    next_number,
    remove_newsletter,
    remove_text,
    save_newsletter,
    write_text,
)
from newsletters.services.opportunities import (
    publish_opportunity,
    remove_opportunity,
    save_opportunity,
    withdraw_opportunity,
)
from newsletters.services.sending import (
    TEST_KEY,
    finish_if_done,
    hold_sending,
    recipients_by_language,
    resume_sending,
    send_test,
    start_sending,
    try_failed_again,
    withdraw_those_who_left,
)
from newsletters.services.subscriptions import (
    ask_for_subscription,
    confirm,
    correct_subscription,
    erase,
    erase_all,
    expire_unconfirmed,
    set_preferences,
    subscribe_again,
    unsubscribe,
)
from newsletters.services.translations import (
    Outdated,
    confirm_translation,
    drafts_with_outdated_texts,
    outdated_texts,
)

__all__ = [
    "TEST_KEY",
    "Outdated",
    "ask_for_subscription",
    "confirm",
    "confirm_translation",
    "correct_subscription",
    "drafts_with_outdated_texts",
    "erase",
    "erase_all",
    "expire_unconfirmed",
    "finish_if_done",
    "hold_sending",
    "lock_draft",
    "next_number",
    "outdated_texts",
    "publish_opportunity",
    "recipients_by_language",
    "remove_newsletter",
    "remove_opportunity",
    "remove_text",
    "resume_sending",
    "save_newsletter",
    "save_opportunity",
    "send_test",
    "set_preferences",
    "start_sending",
    "subscribe_again",
    "try_failed_again",
    "unsubscribe",
    "withdraw_opportunity",
    "withdraw_those_who_left",
    "write_text",
]
