"""Tags for the frame of every page: navigation, languages and the account."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, get_language_info

from network import clock
from network.accounts.models import User
from network.accounts.roles import has_desk, has_desk_page, is_member
from network.values.deadlines import deadline, until
from network.values.freshness import tone_of
from network.values.lists import listed
from network.values.periods import period
from network.values.rich_text import one_line, to_html
from network.values.translated import in_language, language_attributes
from network.values.translations import outdated_places
from network.web.first_fonts import FIRST_FONTS
from network.web.navigation import sections_for
from network.web.page_day import noted_on

register = template.Library()


@dataclass(frozen=True)
class Place:
    """A link of the frame; `current` is a value of `aria-current`, or empty."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class LanguageChoice:
    """A language by its own name, and this page's address in it."""

    code: str
    name: str
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> list[Place]:
    """The main navigation's places, the current one marked."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    places = []
    noted = noted_on(request)
    for section in sections_for(getattr(request, "user", None)):
        url = reverse(section.name)
        current = "page" if path == url else "true" if path.startswith(url) else ""
        if noted is not None and section.shows_any_day:
            url = noted.dated(url)
        places.append(Place(str(section.label), url, current))
    return places


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[LanguageChoice]:
    """The six languages by their own names, each with this page's address in it.

    The address is computed here and not by `set_language`: that view runs without a language
    prefix, so in English, and cannot read an address that has one.
    """
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request else "/"
    active = get_language()
    choices = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        own_name = str(info["name_local"])
        choices.append(
            LanguageChoice(
                code=code,
                name=own_name[:1].upper() + own_name[1:],
                url=translate_url(path, code),
                is_current=code == active,
            )
        )
    return choices


@register.simple_tag
def first_fonts() -> SafeString:
    """Asks for the fonts that a page in the reader's language shows above all else."""
    return format_html_join(
        "\n",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(f"fonts/{name}.woff2"),) for name in FIRST_FONTS[get_language() or "en"]),
    )


@register.simple_tag
def breadcrumb_trail(*parts: Any) -> list[tuple[str, str]]:
    """Pairs for the breadcrumbs component: `label url label url ... label`."""
    padded = [*parts, ""] if len(parts) % 2 else list(parts)
    return [
        (str(label), str(url or ""))
        for label, url in zip(padded[::2], padded[1::2], strict=True)
        if label
    ]


register.filter(has_desk)
register.filter(has_desk_page)
register.filter(is_member)


@register.simple_tag
def demo_accounts() -> list[User]:
    """The sample accounts that anybody may sign in with: in the demo only, staff first."""
    if settings.PORTAL_MODE != "demo":
        return []
    return list(User.objects.filter(is_sample=True, is_active=True).order_by("-is_staff", "pk"))


@register.filter
def age_tone(at: datetime.date | None) -> str:
    """The badge's tone for something last confirmed `at`, judged today."""
    return tone_of(at, clock.today())


register.filter(deadline)
register.filter(until)
register.filter(listed)
register.filter(in_language)
register.filter(language_attributes)
register.filter(outdated_places)
register.filter(period)
register.filter("rich_text", to_html)
register.filter("plain_text", one_line)


@register.filter
def sources(items: Iterable[Any]) -> list[str]:
    """The sources of facts, each once."""
    return list(dict.fromkeys(item.source for item in items if item.source))


@register.filter
def names(items: Iterable[Any]) -> list[str]:
    """The names of countries, organisations or members, for `listed`."""
    return [item.name for item in items]


@register.filter
def labels(items: Iterable[Any]) -> SafeString:
    """The labels of kinds of entries, in a row."""
    return listed(str(item.label) for item in items)


@register.filter
def linked(items: Iterable[Any]) -> list[SafeString]:
    """Names that lead to the pages of their things, for `listed`."""
    return [
        format_html('<a href="{}">{}</a>', it.get_absolute_url(), in_language(it.name))
        for it in items
    ]


@register.filter
def bdi(value: object) -> SafeString:
    """A date or a name for a sentence around it, which may run in the other direction.

    On an Arabic page a sentence may still be in English, and on any page a name in another script:
    neither may change the order of the digits and full stops beside it.
    """
    return format_html("<bdi>{}</bdi>", in_language(value))


@register.filter
def source_lines(source: str) -> list[SafeString]:
    """Where a fact comes from, a line each, as a person would cite it.

    A source is a title followed by its web address, which becomes a link with that title; an
    address alone, or before a note, is shown by the name of its site.
    """
    lines = []
    for part in filter(None, (piece.strip() for piece in re.split(r"\n|;\s", source))):
        title, _space, address = part.rpartition(" ")
        if title and _is_address(address) and not _is_address(title.split()[0]):
            lines.append(format_html("<bdi>{}</bdi>", _link(address, title.rstrip(" :"))))
            continue
        words = [_link(word, site_of(word)) if _is_address(word) else word for word in part.split()]
        lines.append(format_html_join(" ", "{}", ((word,) for word in words)))
    return lines


def _is_address(word: str) -> bool:
    return re.match(r"https?://\S+$", word) is not None


def site_of(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def _link(address: str, label: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener nofollow">{}</a>', address, label)


@register.filter
def is_check(field: Any) -> bool:
    """Whether a bound field is a single tick box, whose label stands after it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")


@register.filter
def sentence(text: Any) -> SafeString:
    """A sentence of the portal in the direction of its own language.

    In a language written from right to left a block takes its direction from its first letters
    (base.css). A sentence that begins with a name in Latin letters would take the name's.
    """
    said = str(text)
    is_turned = get_language_bidi() and _ARABIC_LETTER.search(said)
    return format_html("{}{}", "\u200f" if is_turned else "", said)
