"""What `benchmarks.mail` measures, in a process of its own; one figure a line, as JSON."""

from __future__ import annotations

import dataclasses
import json
import logging
import smtplib
import statistics
import subprocess
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.figures import Figure
from benchmarks.postfix import environment, program, smtp_sink
from benchmarks.sink import sink
from network.accounts.models import User
from network.mail import engine
from newsletters.delivery import queue_of
from newsletters.models import Newsletter, Subscription
from newsletters.services import start_sending, write_text

READERS = 2000
ROUNDS = 5
LANES = 8
_SENDER = "secretariat@example.org"
# A message of 21 KB in all.
_BODY = "<p>The members of the Network told each other what their plans have changed.</p>" * 99


def main() -> None:
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == ("on",), setting
    User.objects.create_superuser("bench-sender@example.org")
    Subscription.objects.bulk_create(
        Subscription(
            email=f"bench{number}@example.org",
            token=f"{number:043d}",
            state=Subscription.State.CONFIRMED,
            confirmed_at=timezone.now(),
        )
        for number in range(READERS)
    )
    for measure in (against_bare_programs, one_of_eight):
        for figure in measure():
            print(json.dumps(dataclasses.asdict(figure)), flush=True)


def against_bare_programs() -> list[Figure]:
    """The engine, a loop of smtplib and smtp-source in turn, over the same server."""
    with smtp_sink() as (port, name):
        times: dict[str, list[float]] = {"engine": [], "smtplib": [], "smtp-source": []}
        prebuilt = _prebuilt()
        size = len(prebuilt[0][1])
        for number in range(ROUNDS + 1):
            run = _engine(port)
            ways: dict[str, Callable[[], object]] = {
                "engine": run,
                "smtplib": lambda: _loop(port, prebuilt),
                "smtp-source": lambda: _source(port, size),
            }
            for way, work in ways.items():
                if way == "smtp-source" and not program(way):
                    continue
                begun = time.perf_counter()
                work()
                if number:
                    times[way].append(time.perf_counter() - begun)
    found = []
    for way, label in (
        ("smtplib", "a bare smtplib loop over prebuilt messages"),
        ("smtp-source", "smtp-source over one connection"),
    ):
        if times[way]:
            ratios = [
                other / engine for other, engine in zip(times[way], times["engine"], strict=True)
            ]
            found.append(
                Figure(
                    f"mail.send_vs_{way.replace('-', '_')}",
                    statistics.median(ratios),
                    "x",
                    f"messages a second of the sending engine ({size} bytes, results committed)",
                    f"those of {label}, against {name}",
                )
            )
    return found


def one_of_eight() -> list[Figure]:
    """What the other seven connections do while one hangs, or is slow, against when none does."""
    ways: dict[str, dict[str, Any]] = {
        "prompt": {},
        "hanging": {"hangs_until": READERS - 1},
        "slow": {"slow": 0.02},
    }
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for _round in range(3):
        for way, behaviour in ways.items():
            with sink(**behaviour) as server:
                run = _engine(server.port)
                begun = time.perf_counter()
                run()
                taken = time.perf_counter() - begun
                rates[way].append(server.taken_by_others(LANES) / taken)
    return [
        Figure(
            f"mail.others_while_one_is_{way}",
            statistics.median(rates[way]) / statistics.median(rates["prompt"]),
            "x",
            f"messages a second over seven connections of eight while the other is {way}",
            "the same while it is not",
        )
        for way in ("hanging", "slow")
    ]


def _engine(port: int) -> Callable[[], None]:
    """A run over a new issue, which is made before and not measured."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_CONNECTIONS = LANES
    number = 9000 + Newsletter.objects.count()
    issue = Newsletter.objects.create(number=number, slug=f"bench-{number}")
    write_text(issue, "en", subject="Measured", body=_BODY, by=None)
    start_sending(issue, by=User.objects.get())
    queue = queue_of(issue.pk)

    def run() -> None:
        tally = engine.run(queue, seconds=300)
        assert tally.sent == READERS, tally

    return run


def _prebuilt() -> list[tuple[str, bytes]]:
    """The messages of an issue as the engine would send them."""
    _engine(0)
    issue = Newsletter.objects.latest("pk")
    queue = queue_of(issue.pk)
    return [(row.address, queue.message(row)) for row in issue.deliveries.all()]


def _loop(port: int, prebuilt: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
        for address, message in prebuilt:
            smtp.sendmail(_SENDER, [address], message)


def _source(port: int, size: int) -> None:
    options = ["-s", "1", "-m", str(READERS), "-l", str(size), "-f", _SENDER, "-t", _SENDER]
    subprocess.run(
        [program("smtp-source"), "-d", *options, f"127.0.0.1:{port}"],
        env=environment(),
        check=True,
    )
