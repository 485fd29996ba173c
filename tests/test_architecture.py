"""The rules of docs/architecture.md that a test can enforce."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from tests.unmarked import Unmarked, unmarked_strings

pytestmark = pytest.mark.guard

ROOT = Path(__file__).resolve().parent.parent
# From the ground up.
FLOORS = (
    {"network"},
    {"focalpoints"},
    {"initiatives"},
    {"meetings"},
    {"newsletters"},
)
APPS = set().union(*FLOORS)
LONGEST = 400  # about 400: past it, split by noun
NAMELESS = {"utils", "helpers", "common", "managers", "misc"}


def floor_of(app: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if app in floor)


def tracked_files(*endings: str) -> list[Path]:
    """The files of the repository with one of these endings, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return [path for path in paths if path.suffix in endings and path.is_file()]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_models() -> list[type[Model]]:
    return [model for app in sorted(APPS) for model in apps.get_app_config(app).get_models()]


# --- Rooms ---


def test_relations_between_apps_point_down() -> None:
    upward = []
    for model in own_models():
        own = model._meta.app_label
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            other = field.related_model
            if not isinstance(other, type) or other._meta.app_label not in APPS - {own}:
                continue
            if floor_of(other._meta.app_label) >= floor_of(own):
                upward.append(f"{model._meta.label}.{field.name} -> {other._meta.label}")
    assert upward == []


def test_no_module_is_named_for_nothing() -> None:
    modules = [path for path in tracked_files(".py") if NAMELESS & set(path.with_suffix("").parts)]
    assert [str(path.relative_to(ROOT)) for path in modules] == []


def test_no_file_grows_too_long() -> None:
    long = {}
    for path in tracked_files(".py", ".html", ".css", ".js"):
        if "migrations" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST:
            long[str(path.relative_to(ROOT))] = lines
    assert long == {}


# What people do not edit, or what is its own history; anything else is tracked.
UNTRACKED = {
    "focalpoints.Ending": "what the register keeps of an end so that it can be undone",
    "focalpoints.Merge": "what the register keeps of a merge so that it can be undone",
    "focalpoints.Revision": "never changes, but for an erasure: the database refuses it",
    "meetings.Acknowledgement": "never changes: the database refuses it",
    "focalpoints.EmailChange": "waits for a week; the record's versions have what comes of it",
    "meetings.CommuniqueVersion": "never changes: the database refuses it",
    "network.DocumentBuild": "the work of machines, which records its own states",
    "network.DataChange": "written by triggers: how often the data changed, not what",
    "network.ImportedRow": "what a file said, and what became of it; the entries are tracked",
    "network.JournalEntry": "never changes: the database refuses it",
    "network.LoadedRow": "what files said, not people",
    "network.MailAttachment": "part of a message, which it goes with",
    "network.OutgoingMail": "rows by the thousand, which record their own states",
    "network.PortalIdentity": "written once, by the portal itself",
    "network.SampleRow": "what the loader of samples remembers",
    "network.SearchEntry": "written by triggers: what others are found by",
    "network.SweepTurn": "the turns of machines",
    "newsletters.Delivery": "rows by the million, which record their own states",
}


def test_every_model_that_people_edit_is_tracked() -> None:
    """Links between rows included: a country that an initiative loses is an edit too."""
    tables = {
        model._meta.db_table for model in own_models() if getattr(model, "pgh_event_models", None)
    }
    forgotten = [
        model._meta.label
        for app in sorted(APPS)
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
        and model._meta.db_table not in tables
        and model._meta.label not in UNTRACKED
    ]
    assert forgotten == []


def test_every_tracked_model_keeps_its_deletions_too() -> None:
    for model in own_models():
        trackers = getattr(model, "pgh_event_models", None)
        if trackers is None:
            continue
        labels = {tracker.label for event in trackers.values() for tracker in event.pgh_trackers}
        assert "delete" in labels, model._meta.label


# --- One of each ---


def test_the_signed_in_user_is_asked_for_in_one_place() -> None:
    """`network.accounts.access.signed_in_user`, which says what it takes for granted."""
    found = [
        shown(path)
        for path in tracked_files(".py")
        if path.parts[len(ROOT.parts)] in APPS
        and re.search(r"assert isinstance\(request\.user", path.read_text("utf-8"))
    ]
    assert found == ["network/accounts/access.py"]


def test_queries_are_counted_by_one_fixture() -> None:
    """`query_cost`, which compares one row with many and refuses an error page."""
    by_hand = re.compile(r"CaptureQueriesContext|django_assert_(max_)?num_queries")
    found = [
        shown(path)
        for path in tracked_files(".py")
        if "tests" in path.parts and by_hand.search(path.read_text("utf-8"))
    ]
    assert set(found) == {"tests/costs.py", "tests/test_architecture.py"}


# --- Names ---


def own_addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str, str]]:
    """Space, name and view of every address that a view of ours answers."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from own_addresses(pattern, pattern.namespace or space)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            if view.__module__.split(".")[0] in APPS and "admin" not in space:
                yield space, pattern.name or "", view.__name__


def test_an_address_is_called_like_its_view() -> None:
    found = list(own_addresses(get_resolver()))
    assert found
    astray = [
        f"{space}:{name} is view {view}"
        for space, name, view in found
        if name.replace("-", "_") != view
    ]
    assert astray == []


# --- Templates ---

TEMPLATES = [
    path for path in tracked_files(".html", ".txt", ".subject") if "templates" in path.parts
]


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "components" in path.parts], ids=shown
)
def test_a_component_begins_with_what_it_takes(path: Path) -> None:
    assert re.match(r"{% comment %}\n.+?{% endcomment %}", path.read_text("utf-8"), re.DOTALL)


def test_no_template_holds_an_inline_script_style_or_handler() -> None:
    inline = []
    for path in TEMPLATES:
        # Mail programs know nothing but inline styles.
        if "email" in path.parts or path.suffix != ".html":
            continue
        source = re.sub(
            r"{% comment %}.*?{% endcomment %}", "", path.read_text("utf-8"), flags=re.S
        )
        if re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", source):
            inline.append(shown(path))
    assert inline == []


def test_every_word_in_a_template_is_marked_for_translation() -> None:
    unmarked = {}
    for path in TEMPLATES:
        found = unmarked_strings(path.read_text("utf-8"), is_html=path.suffix == ".html")
        if found:
            unmarked[shown(path)] = [f"{one.line}: {one.words}" for one in found]
    assert unmarked == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", [Unmarked(1, "Hello")]),
        ("<p>\n  Hello {{ name }}\n</p>", [Unmarked(2, "Hello")]),
        ('<img alt="A map">', [Unmarked(1, "A map")]),
        ('<a aria-label="{{ x }} of it">', [Unmarked(1, "of it")]),
        ('{{ x|default:"Nothing here" }}', [Unmarked(1, "Nothing here")]),
        ('{% include "a.html" with title="Members" %}', [Unmarked(1, "Members")]),
        ("{{ x|default:'Nothing here' }}", [Unmarked(1, "Nothing here")]),
        ('{{ x|default:"unknown" }}', [Unmarked(1, "unknown")]),
        ('{{ x|yesno:"yes,no" }}', [Unmarked(1, "yes,no")]),
        ('{% include "a.html" with label="save" %}', [Unmarked(1, "save")]),
        (
            '{% cycle "one thing" "two things" %}',
            [Unmarked(1, "one thing"), Unmarked(1, "two things")],
        ),
        ('<input type="submit" value="Send now">', [Unmarked(1, "Send now")]),
        ("<svg><title>World map</title><path/></svg>", [Unmarked(1, "World map")]),
        ('<p data-confirm="Really leave?"></p>', [Unmarked(1, "Really leave?")]),
        ('<meta name="description" content="A page">', [Unmarked(1, "A page")]),
        ('<p class="badge--{{ tone|default:"quiet" }}" data-key="a-b"></p>', []),
        ("<p>عربي</p>", [Unmarked(1, "عربي")]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate trimmed %}Hello {{ x }}{% endblocktranslate %}</p>", []),
        ('{{ x|default:_("Nothing here") }}', []),
        ('{{ x|date:"j F Y" }}', []),
        ('<p class="lede">{{ x }} · 12 &nbsp;</p>', []),
        ("{% comment %}Not shown{% endcomment %}{# nor this #}", []),
        ('<img alt="{% translate "A map" %}">', []),
        ("<p><code>portal --help</code></p>", []),
        ('<div translate="no"><p>Specimen<br></p></div><p>Said</p>', [Unmarked(1, "Said")]),
    ],
)
def test_the_check_of_words_finds_what_it_should(source: str, found: list[Unmarked]) -> None:
    assert unmarked_strings(source) == found


def test_the_picture_of_the_house_shows_every_floor_and_room() -> None:
    """In the words of the folders; the picture is drawn by hand, the contract is what holds."""
    picture = (ROOT / "docs/images/architecture.svg").read_text()
    rooms = {path.parent.name for path in (ROOT / "network").glob("*/__init__.py")}
    floors = {path.parent.name for path in ROOT.glob("*/contributions.py")}
    for_django = {"admin", "management", "migrations", "models", "templatetags"}
    shown = set(re.findall(r"<text [^>]*>(\w+)<", picture))
    assert (rooms - for_django) | floors <= shown
    assert shown - rooms - floors == {"clock", "registry", "environment"}
