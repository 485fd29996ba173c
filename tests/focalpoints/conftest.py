"""Spain, whose focal point is of the cast, and an initiative that it has published."""

from __future__ import annotations

from typing import Any

import pytest

from initiatives.models import Initiative
from network.accounts.models import User
from tests import factories


@pytest.fixture
def spain(focal_point: User) -> Any:
    return factories.member("ESP")


@pytest.fixture
def initiative(spain: Any) -> Initiative:
    return factories.InitiativeFactory.create(owner=spain, title_en="Old title")
