"""Who leaves in the tests of erasure."""

from __future__ import annotations

import pytest
from django.test import Client

from network.accounts.models import User
from tests.network.privacy.leaver import leaver


@pytest.fixture
def leaving(secretariat: User, focal_point: User) -> User:
    """Who was a focal point until yesterday, and of whom the portal repeats everything."""
    return leaver(secretariat)


@pytest.fixture
def leaving_client(leaving: User) -> Client:
    client = Client()
    client.force_login(leaving)
    return client
