"""The colours and textures of the map.

Colours are written into the drawing as presentation attributes, which is all that WeasyPrint sees
inside an inline SVG. On a page the classes beside them let `static/css/map.css` follow the theme,
the printer and forced colours, because any rule of a style sheet outweighs a presentation
attribute (a style attribute would too, but the Content-Security-Policy refuses it).

No state is shown by its colour alone: each has a darkness or a texture of its own, so the map can
be read in greyscale and without telling red from green.
"""

from __future__ import annotations

# The light theme of map.css. What lies side by side in the legend, and each against its outline,
# differs by 3:1 or by texture (WCAG 2.2, success criterion 1.4.11).
COLOURS = {
    "sea": "#edf3f8",
    "edge": "#a3b3c1",
    "graticule": "#d8e3ec",
    "other": "#f5f2ec",
    "border": "#73838f",
    "broken": "#73838f",
    "in_force": "#0f355d",
    "lapsing": "#b57205",
    "lapsed_ground": "#f9edd6",
    "lapsed_ink": "#8f5604",
    "recorded_ground": "#d9e7f4",
    "recorded_ink": "#2a66a3",
    "preparation_ground": "#dff0e9",
    "preparation_ink": "#1c7566",
    "no_record": "#ebe6dc",
    "member": "#0b2239",
    "member_core": "#ffffff",
    "count": "#bf4526",
    "count_edge": "#ffffff",
    "count_text": "#ffffff",
}

TILE = 10  # side of a texture's square, in units of the frame

# What is drawn on each tile, and how thick: slanted lines, points, level lines.
TEXTURES = {
    "lapsed": ("M-2 2l4-4M-2 12L12-2M8 12l4-4", 2.4),
    "recorded": ("M2.5 2.5h.01M7.5 7.5h.01", 3.2),
    "preparation": ("M0 2.5h10M0 7.5h10", 1.8),
}


def paint(fill: str = "", stroke: str = "", width: float = 0, *, css: str = "") -> str:
    """Attributes of a drawn thing: its class, and literal colours by their name in COLOURS.

    `fill` may also be a reference to a texture, or empty for none; `width` is in units.
    """
    text = f' class="wm-{css}"' if css else ""
    text += f' fill="{COLOURS.get(fill, fill) or "none"}"'
    if stroke:
        text += f' stroke="{COLOURS[stroke]}" stroke-width="{width:g}"'
    return text


def state_paint(prefix: str, state: str) -> str:
    """Attributes of an area in `state`: its colour, or its texture among `patterns(prefix)`."""
    fill = f"url(#{prefix}-{state})" if state in TEXTURES else state
    return paint(fill, "border", 1.2, css=state.replace("_", "-"))


def patterns(prefix: str, *states: str) -> str:
    """SVG definitions of the textures of `states` (default: all), named `<prefix>-<state>`."""
    drawn = []
    for state in states or TEXTURES:
        d, width = TEXTURES[state]
        ground = paint(f"{state}_ground", css=f"{state}-ground")
        ink = paint("", f"{state}_ink", width, css=f"{state}-ink")
        drawn.append(
            f'<pattern id="{prefix}-{state}" width="{TILE}" height="{TILE}" '
            f'patternUnits="userSpaceOnUse"><rect width="{TILE}" height="{TILE}"{ground}/>'
            f'<path{ink} stroke-linecap="round" d="{d}"/></pattern>'
        )
    return f"<defs>{''.join(drawn)}</defs>"
