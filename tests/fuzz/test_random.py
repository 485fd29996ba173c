"""Requests drawn at random: any role, any address, any form, anything in them.

FUZZ_SECONDS says for how long (20; `make fuzz`: 600), FUZZ_SEED which requests: the number that
the head of a test run shows draws the same ones again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from random import Random

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from tests.fuzz import hostile
from tests.fuzz.addresses import Address, addresses
from tests.fuzz.hostile import Value
from tests.fuzz.page import Form, parameters, read
from tests.fuzz.request import Request
from tests.fuzz.world import ROLES, STAFF, Fault, World

pytestmark = pytest.mark.django_db

SECONDS = float(os.environ.get("FUZZ_SECONDS", "20"))
SEED = int(os.environ["FUZZ_SEED"])
# Parameters that pages read without showing them.
UNSHOWN = (
    *("q", "o", "p", "e", "all", "page", "next", "language", "on", "text", "to", "check", "saved"),
    *("_facets", "_popup", "_to_field", "_changelist_filters", "member", "topics", "event_model"),
    *("model", "obj", "method", "label", "queue", "app_label", "model_name", "field_name", "term"),
)
METHODS = ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")

values = st.one_of(
    st.sampled_from(hostile.EVERY),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=12),
    st.integers().map(str),
    st.dates().map(str),
    st.binary(max_size=6),
)


def test_no_request_of_anybody_is_answered_500(world: World) -> None:
    faults: dict[str, str] = {}
    end, turn = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        _draw(world, SEED + turn, faults, end)
        turn += 1
    asked = ", ".join(f"{role} {count}" for role, count in world.asked.items())
    _say(f"\nFUZZ_SEED={SEED}: {world.asked.total()} requests ({asked}), {len(faults)} faults")
    assert not faults, f"FUZZ_SEED={SEED}\n" + "\n\n".join(faults.values())


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def _draw(world: World, seed: int, faults: dict[str, str], end: float) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    # Everything is drawn before the first answer, so that no answer changes what is drawn.
    @hypothesis.given(
        st.sampled_from(ROLES),
        st.lists(values, min_size=24, max_size=24),
        st.randoms(use_true_random=True),
    )
    def walk(role: str, drawn: list[Value], rnd: Random) -> None:
        if time.monotonic() > end:
            return
        with world.undone():
            try:
                _walk(world, role, iter(drawn), rnd)
            except Fault as fault:
                # One of each kind is enough: by where it was raised.
                lines = [line for line in str(fault).splitlines() if 'File "' in line]
                faults.setdefault(lines[-1] if lines else str(fault), str(fault))

    walk()


def _walk(world: World, role: str, drawn: Iterator[Value], rnd: Random) -> None:
    """One address, and up to two forms in a row that its answers hold."""
    address = rnd.choice(ADDRESSES if role in STAFF else PORTAL + ADDRESSES[::9])
    path = rnd.choice(_paths(address, world))
    if address.arguments and rnd.random() < 0.2:
        name = rnd.choice(address.arguments)
        path = address.path(address.arguments_in(world)[-1] | {name: next(drawn)})
    headers = rnd.choice(hostile.HEADERS) if rnd.random() < 0.1 else {}
    if rnd.random() < 0.1:
        junk = tuple((rnd.choice(UNSHOWN), next(drawn)) for _turn in range(3))
        world.ask(Request(role, path, rnd.choice(METHODS), fields=junk, headers=headers))
        return
    response = world.ask(Request(role, path, headers=headers))
    forms, links = _read(response)
    known = [*UNSHOWN, *parameters(path, forms, links), *_columns(address)]
    if rnd.random() < 0.5:
        query = tuple((rnd.choice(known), next(drawn)) for _turn in range(rnd.randint(1, 3)))
        response = world.ask(Request(role, path, query=query))
        forms, _links = _read(response)
    for _step in range(2):
        sending = [form for form in forms if form.method == "post" and form.action[:4] != "http"]
        if not sending:
            return
        form = rnd.choice(sending)
        response = world.ask(_sent(form, role, form.action or path, drawn, rnd))
        forms, _links = _read(response)


ADDRESSES = addresses()
PORTAL = [address for address in ADDRESSES if not address.is_admin]


def _paths(address: Address, world: World) -> list[str]:
    return [address.path(found) for found in address.arguments_in(world)]


def _read(response: object) -> tuple[list[Form], list[str]]:
    kind = response.headers.get("Content-Type", "")  # type: ignore[attr-defined]
    if "html" not in kind or response.streaming:  # type: ignore[attr-defined]
        return [], []
    return read(response.content.decode())  # type: ignore[attr-defined]


def _columns(address: Address) -> list[str]:
    if address.model is None:
        return []
    names = [field.name for field in address.model._meta.get_fields()]
    return [f"{name}{lookup}" for name in names for lookup in ("", "__exact", "__in", "__isnull")]


def _sent(form: Form, role: str, action: str, drawn: Iterator[Value], rnd: Random) -> Request:
    """What the form sends, with up to four of its controls sending something else."""
    fields: list[tuple[str, Value]] = list(form.sent)
    if form.buttons:
        fields.append(rnd.choice(form.buttons))
    for name in rnd.sample(form.names, min(len(form.names), rnd.randint(0, 4))):
        offered = rnd.choice(form.choices.get(name) or [""])
        fields = [pair for pair in fields if pair[0] != name]
        how = rnd.choice(["wrong", "wrong", "offered", "absent", "twice", "array"])
        if how == "wrong":
            fields.append((name, next(drawn)))
        elif how == "offered":
            fields.append((name, offered))
        elif how == "twice":
            fields += [(name, next(drawn)), (name, offered)]
        elif how == "array":
            fields.append((f"{name}[]", next(drawn)))
    uploading = [name for name in form.files if rnd.random() < 0.5]
    if form.names and rnd.random() < 0.1:
        uploading.append(rnd.choice(form.names))
    uploads = tuple((name, *rnd.choice(hostile.UPLOADS)) for name in uploading)
    return Request(role, action, "POST", fields=tuple(fields), uploads=uploads)
