"""The one clock of the portal (network.clock), and that no rule asks another."""

from __future__ import annotations

import ast
import datetime
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from network import clock
from network.accounts.models import User
from tests import factories
from tests.test_architecture import APPS, ROOT, tracked_files

NEW_YEAR_IN_NEW_YORK = datetime.datetime(2026, 1, 1, 5, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


# --- What it says ---


def test_the_day_is_new_yorks_and_not_the_servers() -> None:
    with clock.set_to(NEW_YEAR_IN_NEW_YORK - SECOND) as hands:
        assert clock.today() == datetime.date(2025, 12, 31)
        hands.advance(seconds=1)
        assert clock.today() == datetime.date(2026, 1, 1)


def test_another_network_lives_by_its_own_time_zone(settings: Any) -> None:
    settings.NETWORK_TIME_ZONE = "Asia/Tokyo"
    with clock.set_to(NEW_YEAR_IN_NEW_YORK - SECOND):
        assert clock.today() == datetime.date(2026, 1, 1)


def test_a_day_means_its_noon_and_begins_at_midnight_in_new_york() -> None:
    day = datetime.date(2026, 7, 1)
    with clock.set_to(day):
        assert clock.today() == day
        assert clock.now() == datetime.datetime(2026, 7, 1, 16, tzinfo=datetime.UTC)
    assert clock.start_of(day) == datetime.datetime(2026, 7, 1, 4, tzinfo=datetime.UTC)
    assert clock.day_of(clock.start_of(day) - SECOND) == datetime.date(2026, 6, 30)


def test_a_clock_that_was_set_stays_still_until_it_is_moved_and_ends_with_its_block() -> None:
    with clock.set_to(datetime.date(2018, 6, 1)) as outer:
        first = clock.now()
        assert clock.now() == first
        with clock.set_to(datetime.date(2019, 6, 1)):
            assert clock.today().year == 2019
        outer.move_to(datetime.date(2020, 6, 1))
        assert clock.today().year == 2020
    assert abs(clock.now() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with (
        pytest.raises(ValueError, match="names no time zone"),
        clock.set_to(datetime.datetime(2026, 1, 1)),  # noqa: DTZ001 - the mistake at hand
    ):
        pass


def seen_in_a_thread() -> int:
    years: list[int] = []
    thread = threading.Thread(target=lambda: years.append(clock.today().year))
    thread.start()
    thread.join()
    return years[0]


def test_another_thread_keeps_the_real_time_unless_it_is_set_for_all() -> None:
    with clock.set_to(datetime.date(2018, 6, 1)):
        assert seen_in_a_thread() > 2018
    with clock.set_to(datetime.date(2018, 6, 1), in_every_thread=True):
        assert seen_in_a_thread() == 2018
        assert clock.today().year == 2018
    assert seen_in_a_thread() > 2018


# --- What follows from it ---


@pytest.fixture
def two_terms(db: None) -> None:
    for year, code in ((2025, "JPN"), (2026, "NOR")):
        factories.PresidencyFactory.create(year=year, holders=[factories.member(code)])


def current_on_the_page(visitor: Client) -> str:
    troika = visitor.get("/presidency/").context["troika"]
    assert troika.current is not None
    return str(troika.current.holder_names)


def test_at_midnight_in_new_york_the_troika_changes_by_itself(
    two_terms: None, visitor: Client
) -> None:
    with clock.set_to(NEW_YEAR_IN_NEW_YORK - SECOND) as hands:
        assert current_on_the_page(visitor) == "Japan"
        hands.advance(seconds=1)
        assert current_on_the_page(visitor) == "Norway"


def test_a_designation_opens_the_desk_at_midnight_in_new_york(
    focal_point: User, focal_point_client: Client
) -> None:
    designation = focal_point.person.designations.get()
    designation.starts_on = datetime.date(2026, 1, 1)
    designation.save()
    with clock.set_to(NEW_YEAR_IN_NEW_YORK - SECOND) as hands:
        assert "desk_closed" in focal_point_client.get("/desk/").templates[0].name
        hands.advance(seconds=1)
        assert focal_point_client.get("/desk/").templates[0].name == "focalpoints/desk.html"


# --- Nobody asks another ---

# What asks for the time of the machine, by the name under which Python knows it.
OTHER_CLOCKS = {
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "time.ctime",
    "django.db.models.functions.Now",
    "django.contrib.postgres.functions.TransactionNow",
}
# Those that ask only where they are given no moment.
CONVERTING = {"django.utils.timezone.localdate", "django.utils.timezone.localtime"}
# Arguments of fields that let Django ask the machine.
OTHER_ARGUMENTS = {"auto_now", "auto_now_add"}
IN_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)"
    r"|\bcurrent_(date|time|timestamp)\b",
    re.IGNORECASE,
)
IN_TEMPLATES = re.compile(r"{%\s*now\b|\|\s*(timesince|timeuntil|naturaltime|naturalday)\b")

# By file: what no rule of the domain depends on, and why the machine's clock is the right one.
TECHNICAL = {
    "network/clock.py": "it is the clock: the machine's time where none is set",
    "network/importing/models/list_export.py": "when a list was exported, by the same clock",
    "network/importing/models/spreadsheet_import.py": "when a file was chosen, by the same clock",
    "network/jobs/leases.py": "leases: measured by the clock of the database, which all share",
    "network/mail/engine.py": "leases and retries of the sending engine, by the same clock",
    "network/mail/run.py": "leases and postponements of one sender, by the same clock",
    "network/mail/attempts.py": "when the next attempt is due, by the same clock",
    "network/mail/message.py": "a Message-ID that no other message has",
    "network/mail/models.py": "how long rows of the outbox are kept, and when they are due",
    "network/jobs/models.py": "the turns of sweeps, forgotten after an hour",
    "network/jobs/sweeps.py": "the turns of sweeps, counted in slots of the database's clock",
    "network/mail/undelivered.py": "how long a mail with a link is kept, by when it was written",
    "network/accounts/rate_limits.py": "requests counted in slots, as all processes count them",
    "network/privacy/requests.py": "how long a last message is kept, by when it was written",
    "network/web/health.py": "the pulse of a worker",
    "network/documents/pdf/engine.py": "the age of files that a killed build left",
    "network/demo/embedded/home.py": "the name of a folder that is set aside",
    "network/demo/embedded/redis.py": "the name of a folder that is set aside",
    "network/demo/embedded/servers.py": "the age of files that another start left",
    "network/demo/mailbox/store.py": "the order in which mail came in",
    "network/documents/models/build.py": "leases of documents, by the database's clock",
    "network/documents/queue.py": "leases, retries and durations of documents",
    "newsletters/services/subscriptions.py": "a delivery whose mail may have left: when it stopped",
}


class Clocks(ast.NodeVisitor):
    """The other clocks that a module names, called or handed on (`default=timezone.now`)."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.found: list[tuple[int, str]] = []

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            self.known[name.asname or name.name.split(".")[0]] = (
                name.name if name.asname else name.name.split(".")[0]
            )

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for name in node.names:
            self.known[name.asname or name.name] = f"{node.module}.{name.name}"

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._judge(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if node.args and self._full_name(node.func) in CONVERTING:
            # With a moment it asks nobody: it turns that one into local time.
            for argument in (*node.args, *node.keywords):
                self.visit(argument)
            return
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self._judge(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in OTHER_ARGUMENTS:
            self.found.append((node.value.lineno, node.arg))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and IN_SQL.search(node.value):
            self.found.append((node.lineno, "in SQL"))

    def _judge(self, node: ast.Attribute | ast.Name) -> None:
        name = self._full_name(node)
        if name in OTHER_CLOCKS:
            self.found.append((node.lineno, name))

    def _full_name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self.known.get(node.id, "")
        if isinstance(node, ast.Attribute):
            before = self._full_name(node.value)
            return f"{before}.{node.attr}" if before else ""
        return ""


def other_clocks(source: str) -> list[tuple[int, str]]:
    clocks = Clocks()
    clocks.visit(ast.parse(source))
    return clocks.found


def product_files(*endings: str) -> Iterator[tuple[str, Path]]:
    for path in tracked_files(*endings):
        name = str(path.relative_to(ROOT))
        if name.split("/")[0] in APPS | {"templates"} and "/migrations/" not in name:
            yield name, path


@pytest.mark.guard
def test_no_rule_asks_another_clock() -> None:
    asking = {}
    for name, path in product_files(".py"):
        found = other_clocks(path.read_text(encoding="utf-8"))
        if found and name not in TECHNICAL:
            asking[name] = found
    assert asking == {}, "ask network.clock, or say in TECHNICAL why no rule hangs on it"


@pytest.mark.guard
def test_every_exception_is_still_one() -> None:
    files = dict(product_files(".py"))
    idle = [
        name
        for name in TECHNICAL
        if name not in files or not other_clocks(files[name].read_text(encoding="utf-8"))
    ]
    assert idle == []


@pytest.mark.guard
def test_no_template_asks_for_the_time() -> None:
    asking = [
        name
        for name, path in product_files(".html", ".txt", ".subject")
        if IN_TEMPLATES.search(path.read_text(encoding="utf-8"))
    ]
    assert asking == []


@pytest.mark.guard
@pytest.mark.parametrize(
    "source",
    [
        "from django.utils import timezone\nday = timezone.localdate()",
        "from django.utils import timezone as tz\nfield(default=tz.now)",
        "from django.utils.timezone import now as moment\nmoment()",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import date\ndate.today()",
        "from django.db.models.functions import Now as SqlNow\nrows.filter(at__lt=SqlNow())",
        "import time\ntime.time()",
        "field(auto_now=True)",
        'cursor.execute("SELECT 1 WHERE day = CURRENT_DATE")',
    ],
)
def test_the_guard_sees_a_planted_clock(source: str) -> None:
    assert len(other_clocks(source)) == 1


@pytest.mark.guard
def test_the_guard_lets_measured_time_pass() -> None:
    assert (
        other_clocks("import time\nfrom network import clock\ntime.monotonic(), clock.now()") == []
    )


# --- Nor at the time a module is read ---

# What a module learns when it is read stays: a process that passes midnight has an old day.
# An expression of SQL asks the database, each time a query is sent.
ANY_CLOCK = {name for name in OTHER_CLOCKS if ".functions." not in name} | {
    "network.clock.today",
    "network.clock.now",
}


class CallsWhenRead(Clocks):
    """The clocks that a module calls while it is read: outside functions, in their defaults too."""

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        # What it imports is known inside it alone: its body is not read.

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that `ast` calls

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in (*node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)

    def visit_Call(self, node: ast.Call) -> None:
        name = self._full_name(node.func)
        if name in ANY_CLOCK and not (node.args and name in CONVERTING):
            self.found.append((node.lineno, name))
        for part in (node.func, *node.args, *node.keywords):
            self.visit(part)

    def _judge(self, node: ast.Attribute | ast.Name) -> None:
        """A clock that is handed on (`default=clock.today`) is asked later."""

    def visit_keyword(self, node: ast.keyword) -> None:
        self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        pass


def asked_when_read(source: str) -> list[tuple[int, str]]:
    calls = CallsWhenRead()
    calls.visit(ast.parse(source))
    return calls.found


@pytest.mark.guard
def test_no_module_keeps_the_day_on_which_it_was_read() -> None:
    asking = {}
    for path in tracked_files(".py"):
        if found := asked_when_read(path.read_text(encoding="utf-8")):
            asking[str(path.relative_to(ROOT))] = found
    assert asking == {}, "ask for the day where it is used: a run may pass midnight in New York"


@pytest.mark.guard
@pytest.mark.parametrize(
    "source",
    [
        "from network import clock\nTODAY = clock.today()",
        "from network.clock import today\nclass Case:\n    day = today()",
        "from django.utils import timezone\nNEXT = f'{timezone.localdate().year + 1}'",
        "from network import clock\ndef row(day=clock.today()): ...",
        "from network import clock\n@parametrize('day', [clock.today()])\ndef test(day): ...",
        "import datetime as dt\nif True:\n    NOW = dt.datetime.now(dt.UTC)",
        "from network import clock\nrow = lambda day=clock.today(): day",
    ],
)
def test_the_guard_sees_a_day_that_is_kept(source: str) -> None:
    assert len(asked_when_read(source)) == 1


@pytest.mark.guard
@pytest.mark.parametrize(
    "source",
    [
        "from network import clock\ndef today_there():\n    return clock.today()",
        "from network import clock\nrow = make(day=clock.today, other=lambda: clock.today())",
        "from django.utils import timezone\nDAY = timezone.localtime(MOMENT)",
        "import time\nBEGUN = time.monotonic()",
    ],
)
def test_the_guard_lets_a_day_pass_that_is_asked_for_later(source: str) -> None:
    assert asked_when_read(source) == []
