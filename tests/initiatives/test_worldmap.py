"""The drawing of the world map, on the page and in a PDF."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation
from weasyprint import HTML

from initiatives.worldmap import STATES, CountryMark, OwnerMark, render_world_map, world_map
from initiatives.worldmap.drawing import spread
from initiatives.worldmap.palette import COLOURS, TEXTURES
from initiatives.worldmap.shapes import world

ISO3S = sorted(world().countries)
CSS = Path(settings.BASE_DIR) / "static" / "css" / "map.css"


def whole_world() -> list[CountryMark]:
    """All 197, every state among them, every other one a member with a link."""
    names = list(STATES)
    return [
        CountryMark(
            iso3,
            f"Country of {iso3}",
            names[i % len(names)],
            is_member=i % 2 == 0,
            url=f"/members/country-of-{iso3.lower()}/",
        )
        for i, iso3 in enumerate(ISO3S)
    ]


OWNERS = [
    OwnerMark(12, "Spain: 12 initiatives", "/initiatives/?owner=spain", iso3="ESP"),
    OwnerMark(3, "African Union: 3 initiatives", lat=9.0, lon=38.74, is_organisation=True),
]


class Parser(HTMLParser):
    """Collects (tag, attributes)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str, name: str) -> list[dict[str, str | None]]:
    parser = Parser()
    parser.feed(html)
    return [attributes for tag, attributes in parser.found if tag == name]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        red, green, blue = (
            v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in values
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_all_of_the_197_are_drawn_and_linked() -> None:
    html = render_world_map(world_map(whole_world()))
    for iso3 in ISO3S:
        shape = world().countries[iso3]
        assert not shape["d"] or f'd="{shape["d"]}"' in html, iso3
    links = {link.get("href") for link in tags(html, "a")}
    assert {f"/members/country-of-{iso3.lower()}/" for iso3 in ISO3S} <= links


def test_countries_the_caller_leaves_out_are_drawn_as_no_record() -> None:
    drawn = world_map([CountryMark("ESP", "Spain", "in_force")])
    assert drawn.drawing.count('<path d="') == sum(bool(s["d"]) for s in world().countries.values())
    assert {str(item.label): item.total for item in drawn.legend}["No plan recorded"] == 196


def test_every_small_state_has_a_dot_in_the_colour_of_its_state() -> None:
    drawn = world_map([CountryMark("TUV", "Tuvalu", "in_force")]).drawing
    small = re.search(r'<g class="wm-small".*', drawn, re.DOTALL)
    assert small
    place = world().countries["TUV"]
    group = re.search(r'<g class="wm-in-force"[^>]*>(.*?)</g></g>', small.group(), re.DOTALL)
    assert group
    assert f'cx="{place["x"]:g}" cy="{place["y"]:g}"' in group.group(1)
    assert small.group().count("<circle") == sum(s["small"] for s in world().countries.values())


def test_a_label_says_in_words_what_the_map_shows() -> None:
    mark = CountryMark("ESP", "Spain", "lapsed", is_member=True, note="2017-2023")
    html = render_world_map(world_map([mark]))
    assert "<title>Spain: Plan lapsed; 2017-2023; member of the Network</title>" in html


def test_what_a_caller_says_is_escaped() -> None:
    mark = CountryMark("ESP", '<b>"S"</b>', url='/?a="b"&c')
    owner = OwnerMark(1, "<script>", iso3="ESP")
    html = render_world_map(world_map([mark], [owner], coverage="<i>46</i>"))
    assert "<b>&quot;" not in html
    assert '<b>"' not in html
    assert "<script>" not in html
    assert "<i>" not in html
    assert 'href="/?a=&quot;b&quot;&amp;c"' in html


def test_an_unknown_state_and_an_owner_without_a_place_are_refused() -> None:
    with pytest.raises(ValueError, match="not a state"):
        CountryMark("ESP", "Spain", "expired")
    with pytest.raises(ValueError, match="no place"):
        world_map([], [OwnerMark(1, "Nobody")])


def test_counted_dots_stand_at_their_owners_place() -> None:
    drawn = world_map(whole_world(), OWNERS).drawing
    spain = world().countries["ESP"]
    assert f'<text x="{spain["x"]:.1f}"' in drawn
    x, _y = world().frame.project(38.74, 9.0)
    assert f'<text x="{x:.1f}"' in drawn
    assert ">12</text>" in drawn


def test_a_crowd_of_counted_dots_parts_and_stays_near() -> None:
    crowd = tuple((1000.0 + i % 3, 200.0, 14.5) for i in range(12))
    places = spread(crowd)
    for i, (x, y) in enumerate(places):
        assert abs(x - 1000) < 120
        assert abs(y - 200) < 120
        for other_x, other_y in places[:i]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > 27**2


def test_links_make_the_drawing_a_group_and_without_them_it_is_an_image() -> None:
    linked = tags(render_world_map(world_map(whole_world())), "svg")[0]
    plain = tags(render_world_map(world_map([])), "svg")[0]
    assert linked["role"] == "group"
    assert plain["role"] == "img"
    for svg in (linked, plain):
        assert svg["aria-labelledby"] == "worldmap-title"
        assert svg["aria-describedby"] == "worldmap-desc"


def test_the_page_is_light_and_has_no_inline_style() -> None:
    html = render_world_map(world_map(whole_world(), OWNERS))
    assert len(html.encode()) <= 150_000
    assert "style=" not in html
    assert "<style" not in html


def test_two_maps_on_one_page_share_no_id() -> None:
    html = "".join(
        render_world_map(world_map(whole_world(), prefix=prefix)) for prefix in ("one", "two")
    )
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_the_disclaimer_is_under_every_map() -> None:
    for mode in ("page", "pdf"):
        assert "legal status" in render_world_map(world_map([], mode=mode))


def test_the_map_is_drawn_in_the_language_of_the_reader() -> None:
    with translation.override("ar"):
        assert render_world_map(world_map(whole_world(), OWNERS))


def test_colours_that_meet_differ_by_three_to_one_or_by_texture() -> None:
    text = CSS.read_text(encoding="utf-8")
    themes = [COLOURS, {}, {}]
    for name, light, dark in re.findall(r"--map-([\w-]+): light-dark\((#\w+), (#\w+)\)", text):
        themes[1][name.replace("-", "_")] = light
        themes[2][name.replace("-", "_")] = dark
    assert all(COLOURS[name] == colour for name, colour in themes[1].items() if name in COLOURS)
    for colours in themes:
        plain = [colours[state] for state in ("in_force", "lapsing", "no_record")]
        for i, one in enumerate(plain):
            for other in plain[:i]:
                assert contrast(one, other) >= 3
        assert contrast(colours["border"], colours["sea"]) >= 3
        assert contrast(colours["border"], colours["no_record"]) >= 3
        assert contrast(colours["count"], colours["count_text"]) >= 4.5
        for state in TEXTURES:
            assert contrast(colours[f"{state}_ground"], colours[f"{state}_ink"]) >= 4.5


def test_a_pdf_gets_literal_colours_and_an_alternative_text() -> None:
    html = render_world_map(world_map(whole_world(), OWNERS, mode="pdf"))
    assert not tags(html, "a")
    for state in ("in_force", "lapsing", "no_record"):
        assert f'fill="{COLOURS[state]}"' in html
    page = f'<html lang="en"><title>Map</title><body>{html}</body></html>'
    pdf = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    assert pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        contents = b"".join(
            obj.read_bytes()
            for obj in document.objects
            if isinstance(obj, pikepdf.Stream) and "/FontFile" not in obj
        )
        figures = [
            obj
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/Figure"
        ]
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        assert any("National Action Plans" in str(figure["/Alt"]) for figure in figures)
    fills = {
        tuple(round(float(channel) * 255) for channel in fill.split())
        for fill in re.findall(rb"([\d.]+ [\d.]+ [\d.]+) rg", contents)
    }
    for state in ("in_force", "lapsing", "no_record"):
        assert tuple(bytes.fromhex(COLOURS[state][1:])) in fills, state
