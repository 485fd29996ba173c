"""Two administrators who erase each other at the same moment: one of them stays."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from network.accounts.models import User
from network.privacy.requests import ask_for_erasure, grant_request
from network.values.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_erase_each_other_one_stays() -> None:
    ada, bo = factories.UserFactory.create_batch(2, is_superuser=True, is_staff=True)
    asked = {user: ask_for_erasure(note="", by=user) for user in (ada, bo)}
    refused: list[str] = []
    start = threading.Barrier(2)

    def erase(account: User, by: User) -> None:
        try:
            start.wait()
            grant_request(asked[account], by=by)
        except Refusal as refusal:
            refused.append(refusal.sentence)
        finally:
            connection.close()

    both = [threading.Thread(target=erase, args=pair) for pair in ((ada, bo), (bo, ada))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(refused) == 1
    assert "No other account may administer" in refused[0]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
