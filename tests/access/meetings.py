"""Who may open meetings, communiqués and the presidency."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.access.row import Cast, Row, everybody, secretariat
from tests.meetings.texts import adopted, with_ready_pdf, written


def _meeting(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.MeetingFactory.create().slug}


def _unannounced(cast: Cast) -> dict[str, Any]:
    return {"slug": factories.MeetingFactory.create(is_announced=False).slug}


def _draft_pdf(cast: Cast) -> dict[str, Any]:
    build = with_ready_pdf(written(), by=cast.users["secretariat"])
    return _address(build)


def _adopted_pdf(cast: Cast) -> dict[str, Any]:
    communique = adopted(by=cast.users["secretariat"])
    return _address(with_ready_pdf(communique, by=cast.users["secretariat"]))


def _public_pdf(cast: Cast) -> dict[str, Any]:
    communique = adopted(by=cast.users["secretariat"], public=True)
    return _address(with_ready_pdf(communique, by=cast.users["secretariat"]))


def _address(build: Any) -> dict[str, Any]:
    return {
        "communique": build.subject.split("/")[0],
        "number": build.subject.split("/")[1],
        "language": build.language,
    }


ROWS: dict[str, Row | list[Row]] = {
    "meetings:meetings": everybody(),
    "meetings:meeting": [everybody(arrange=_meeting), secretariat(arrange=_unannounced)],
    "meetings:presidency": everybody(),
    "meetings:communique-pdf": [
        secretariat(arrange=_draft_pdf),
        secretariat(arrange=_adopted_pdf),
        everybody(arrange=_public_pdf),
    ],
}
