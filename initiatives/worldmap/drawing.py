"""Putting the map together: States by the standing of their plans, members, dots, legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, hypot, sin
from typing import Literal

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from initiatives.worldmap.marks import STATES, CountryMark, OwnerMark, Text
from initiatives.worldmap.palette import TEXTURES, paint, patterns, state_paint
from initiatives.worldmap.shapes import world

Mode = Literal["page", "pdf"]

TEMPLATE = "initiatives/components/worldmap.html"

DOT = 6.0  # radius of a small State's dot
POINT = 3.4  # radius of the point on a member
COUNT = 14.5  # half the height of a counted dot
FONT = 20  # size of its number
DIGIT = 11.0  # what each digit after the second adds to its width
ROUNDS = 60  # of moving the counted dots apart


@dataclass(frozen=True)
class LegendItem:
    """A line of the legend: `total` is None where the map counts nothing."""

    label: Text
    total: int | None
    swatch: SafeString


@dataclass(frozen=True)
class WorldMap:
    """What the template needs. `drawing` is the inside of the `<svg>`, after title and desc.

    `is_interactive` says that links stand in it: then it is a group of links for a screen reader,
    for the children of an image are not read out.
    """

    id: str
    mode: Mode
    is_interactive: bool
    view_box: str
    drawing: SafeString
    title: Text
    description: Text
    legend: tuple[LegendItem, ...]
    coverage: Text


def constant(text: str) -> SafeString:
    """Markup made of constants and committed shapes alone; no user input gets here."""
    return mark_safe(text)  # noqa: S308 - that is what this function promises


def together(parts: Iterable[SafeString]) -> SafeString:
    """The parts one after the other; each is safe already, so that the whole is."""
    return mark_safe("".join(parts))  # noqa: S308 - by the type of its parts


def linked(inside: SafeString, label: str, url: str, mode: Mode) -> SafeString:
    """`inside` with its tooltip, and as a link where there is an address; bare in a PDF."""
    if mode == "pdf" or not label:
        return inside
    if url:
        return format_html(
            '<a href="{0}" aria-label="{1}"><title>{1}</title>{2}</a>', url, label, inside
        )
    return format_html("<g><title>{}</title>{}</g>", label, inside)


@cache
def outline(iso3: str) -> SafeString:
    """The shape of a State, and its dot if it is small."""
    shape = world().countries[iso3]
    path = f'<path d="{shape["d"]}"/>' if shape["d"] else ""
    dot = f'<circle cx="{shape["x"]:g}" cy="{shape["y"]:g}" r="{DOT:g}"/>'
    return constant(path + dot if shape["small"] else path)


def states(marks: Sequence[CountryMark], css: str, prefix: str, mode: Mode) -> SafeString:
    """The States of `marks`, in one group for each standing of a plan."""
    groups = []
    for state in STATES:
        of_state = [mark for mark in marks if mark.state == state]
        if not of_state:
            continue
        drawn = (linked(outline(mark.iso3), mark.label, mark.url, mode) for mark in of_state)
        attributes = constant(state_paint(prefix, state))
        groups.append(format_html("<g{}>{}</g>", attributes, together(drawn)))
    return format_html(
        '<g class="wm-{}" fill-rule="evenodd" stroke-linejoin="round">{}</g>',
        css,
        together(groups),
    )


def members(marks: Iterable[CountryMark], covered: set[str]) -> SafeString:
    """A white point with a dark ring on every member, except where a counted dot stands."""
    found = [mark.iso3 for mark in marks if mark.is_member and mark.iso3 not in covered]
    points = "".join(
        f'<circle cx="{world().countries[iso3]["x"]:g}" cy="{world().countries[iso3]["y"]:g}" '
        f'r="{POINT:g}"/>'
        for iso3 in found
    )
    ring = paint("member_core", "member", 1.9, css="members")
    return constant(f"<g{ring}>{points}</g>" if found else "")


@lru_cache(maxsize=256)
def spread(boxes: tuple[tuple[float, float, float], ...]) -> tuple[tuple[float, float], ...]:
    """Move counted dots (x, y, half width) apart until none hides another, and no further.

    A bounded number of rounds, neighbours by x only, and remembered: the same owners on the next
    page cost nothing.
    """
    # Started slightly apart in all directions, or those in one row would spread along it only.
    places = [[x + cos(i * 2.4) / 2, y + sin(i * 2.4) / 2] for i, (x, y, _half) in enumerate(boxes)]
    crowded = set()
    widest = max((half for *_place, half in boxes), default=0.0)
    least = 2 * COUNT + 1
    for turn in range(ROUNDS):
        if turn < ROUNDS // 2:
            # Pulled back a little at first, or a cluster drifts further than it must.
            for place, (x, y, _half) in zip(places, boxes, strict=True):
                place[0] += (x - place[0]) / 12
                place[1] += (y - place[1]) / 12
        order = sorted(range(len(places)), key=lambda i: (places[i][0], i))
        moved = False
        for index, i in enumerate(order):
            for j in order[index + 1 :]:
                dx, dy = places[j][0] - places[i][0], places[j][1] - places[i][1]
                if dx > 2 * widest + 1:
                    break
                wide = (boxes[i][2] + boxes[j][2] + 1) / least
                apart = hypot(dx / wide, dy)
                if apart >= least - 0.25:
                    continue
                moved = True
                crowded |= {i, j}
                # Two at the same place are moved apart sideways.
                along = (dx / wide / apart, dy / apart) if apart else (1.0, 0.0)
                push = (least - apart) / 2
                for k, sign in ((i, -1), (j, 1)):
                    places[k][0] += sign * push * along[0] * wide
                    places[k][1] += sign * push * along[1]
        if not moved:
            break
    return tuple(
        (places[i][0], places[i][1]) if i in crowded else (x, y)
        for i, (x, y, _half) in enumerate(boxes)
    )


def half_width(text: str) -> float:
    """Half the width of a counted dot: a circle up to two digits, then a longer pill."""
    return COUNT + DIGIT / 2 * max(0, len(text) - 2)


def counted_dot(x: float, y: float, text: str, *, is_organisation: bool) -> SafeString:
    """A number on a round ground (a State) or a square one (an organisation), about (x, y)."""
    half = half_width(text)
    ground = (
        f'<rect x="{x - half:.1f}" y="{y - COUNT:.1f}" width="{2 * half:g}" height="{2 * COUNT:g}" '
        f'rx="{6 if is_organisation else COUNT:g}"{paint("count", "count_edge", 2, css="count")}/>'
        f'<text x="{x:.1f}" y="{y + 7:.1f}"{paint("count_text", css="count-text")}>'
    )
    return format_html("{}{}</text>", constant(ground), text)


def counts(owners: Sequence[OwnerMark], mode: Mode) -> SafeString:
    """The counted dots, each with a line to its place if it was moved."""
    texts = [number_format(owner.count) for owner in owners]
    homes = [world().place(owner) for owner in owners]
    boxes = ((*home, half_width(text)) for home, text in zip(homes, texts, strict=True))
    places = spread(tuple(boxes))
    lines = "".join(
        f"M{x:.1f} {y:.1f}L{home_x:.1f} {home_y:.1f}"
        for (x, y), (home_x, home_y) in zip(places, homes, strict=True)
        if hypot(x - home_x, y - home_y) > COUNT * 0.8
    )
    leaders = (
        f'<path{paint("", "member", 1.6, css="leader")} stroke-linecap="round" d="{lines}"/>'
        if lines
        else ""
    )
    dots = (
        linked(
            counted_dot(x, y, text, is_organisation=owner.is_organisation),
            owner.label,
            owner.url,
            mode,
        )
        for owner, text, (x, y) in zip(owners, texts, places, strict=True)
    )
    return format_html(
        '<g class="wm-counts" text-anchor="middle" font-size="{}" font-weight="700" '
        'font-family="Noto Sans, sans-serif">{}{}</g>',
        FONT,
        constant(leaders),
        together(dots),
    )


def swatch(inside: str, title: Text = "", textures: str = "") -> SafeString:
    """A small drawing for the legend.

    WeasyPrint finds a texture in the same SVG only, and takes the alternative text of a figure,
    which PDF/UA asks for, from its title; a screen reader has the words beside it.
    """
    return format_html(
        '<svg class="worldmap-swatch" viewBox="0 0 44 30" width="22" height="15" '
        'aria-hidden="true" focusable="false">{}{}{}</svg>',
        format_html("<title>{}</title>", title) if title else "",
        constant(textures),
        constant(inside),
    )


def legend(
    marks: Sequence[CountryMark],
    owners: Sequence[OwnerMark],
    prefix: str,
    mode: Mode,
    labels: Mapping[str, Text] = STATES,
) -> tuple[LegendItem, ...]:
    """The states, and of the other signs those that this map uses."""
    totals = Counter(mark.state for mark in marks)
    of_organisations = sum(owner.count for owner in owners if owner.is_organisation)
    of_states = sum(owner.count for owner in owners) - of_organisations
    area = '<rect x="1" y="1" width="42" height="28" rx="4"'
    dot = '<rect x="9" y="2" width="26" height="26"'
    count = paint("count", "count_edge", 2, css="count")
    lines: list[tuple[Text, int | None, str, str]] = []
    for state, label in labels.items():
        if totals[state] or state != "preparation":
            # Named apart from the map's own texture: an id stands once on a page.
            textures = patterns(f"{prefix}-key", state) if state in TEXTURES else ""
            filled = f"{area}{state_paint(f'{prefix}-key', state)}/>"
            lines.append((label, totals[state], filled, textures))
    if found := sum(mark.is_member for mark in marks):
        ring = paint("member_core", "member", 4, css="members")
        point = f'<circle cx="22" cy="15" r="7"{ring}/>'
        lines.append((_("Member of the Network"), found, point, ""))
    if of_states:
        lines.append((_("Initiatives of States"), of_states, f'{dot} rx="13"{count}/>', ""))
    if of_organisations:
        square = f'{dot} rx="6"{count}/>'
        lines.append((_("Initiatives of organisations"), of_organisations, square, ""))
    neutral = f"{area}{paint('other', 'border', 1, css='other')}/>"
    lines.append((_("Area without an entry of its own"), None, neutral, ""))
    return tuple(
        LegendItem(label, total, swatch(inside, label if mode == "pdf" else "", textures))
        for label, total, inside, textures in lines
    )


def world_map(
    countries: Iterable[CountryMark],
    owners: Iterable[OwnerMark] = (),
    *,
    mode: Mode = "page",
    title: Text = "",
    description: Text = "",
    coverage: Text = "",
    prefix: str = "worldmap",
    labels: Mapping[str, Text] = STATES,
) -> WorldMap:
    """Draw the map for `TEMPLATE`.

    `countries` need not be all of the 197: the others are drawn as "no record here", unnamed.
    `coverage` is a sentence of the caller's that says how much of the world's plans is recorded.
    `prefix` keeps the ids of two maps on one page apart. A map about something else than plans
    gives its own `labels` to the states that it uses. In mode `pdf` there are no links, tooltips
    or labels inside the drawing, and WeasyPrint needs nothing but the drawing itself.

    Raises KeyError for a country, and ValueError for an owner, that has no place on the map.
    """
    marks = list(countries)
    named = {mark.iso3 for mark in marks}
    marks += [CountryMark(iso3, "") for iso3 in world().countries if iso3 not in named]
    dots = list(owners)
    shapes = world().countries
    large = [mark for mark in marks if not shapes[mark.iso3]["small"]]
    small = [mark for mark in marks if shapes[mark.iso3]["small"]]
    covered = {owner.iso3 for owner in dots if owner.iso3}
    drawing = together(
        (
            constant(patterns(prefix)),
            constant(world().background),
            states(large, "land", prefix, mode),
            constant(world().boundaries),
            states(small, "small", prefix, mode),
            members(marks, covered),
            counts(dots, mode) if dots else SafeString(),
        )
    )
    return WorldMap(
        id=prefix,
        mode=mode,
        is_interactive=mode == "page" and any([m.url for m in marks] + [d.url for d in dots]),
        view_box=world().view_box,
        drawing=drawing,
        title=title or _("World map of National Action Plans"),
        description=description or _("Status of plans on women, peace and security, by State."),
        legend=legend(marks, dots, prefix, mode, labels),
        coverage=coverage,
    )


def render_world_map(drawn: WorldMap) -> SafeString:
    """The map as HTML, legend and disclaimer included."""
    return render_to_string(TEMPLATE, {"map": drawn})
