"""Who may do what is answered by `focalpoints.rights`: nothing else asks an account directly."""

from __future__ import annotations

import re

import pytest

from tests.test_architecture import ROOT, tracked_files

pytestmark = pytest.mark.guard

ASKED = re.compile(r"\.is_(secretariat|staff|superuser)\b|\"is_(secretariat|staff|superuser)\"")
# What lies below the rights, or is about accounts themselves, with the reason.
EXCEPTIONS = {
    "focalpoints/rights.py": "it answers",
    "focalpoints/models/designation.py": "models lie below the rights: whose letters are read",
    "network/adminsite/dashboard.py": "the floor below: whose first page the admin's is",
    "network/importing/exports.py": "lists are exported in the admin, which Django opens to staff",
    "network/privacy/account_data.py": "a fact about the account, told to its owner",
    "network/privacy/erasing.py": "takes the rights of an account that is erased",
    "network/web/views.py": "the floor below: whose texts in the admin are previewed",
    "network/web/middleware.py": "the second factor of all staff",
    "templates/components/account_links.html": "links to the admin, which Django opens to staff",
}


def test_pages_services_and_models_ask_the_rights() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in tracked_files(".py", ".html")
        if _is_asked_here(path.relative_to(ROOT).parts) and ASKED.search(path.read_text("utf-8"))
    }
    assert asking == set(EXCEPTIONS)


def _is_asked_here(parts: tuple[str, ...]) -> bool:
    apart = {"tests", "benchmarks", "scripts", "docs"}
    return (
        parts[0] not in apart
        and "migrations" not in parts
        and parts[:2] != ("network", "accounts")
        and parts[:2] != ("templates", "admin")
    )
