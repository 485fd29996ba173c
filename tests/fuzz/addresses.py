"""Every address of the portal, with arguments that lead somewhere and with others."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.fuzz.request import quoted
from tests.fuzz.world import World

# Stands for an argument in a path: digits, so that every converter takes it.
_MARK = "{}918273645"
_LABEL = "initiatives"


@dataclass(frozen=True)
class Address:
    """An address of the resolver: its name, its arguments' names, and the admin's model."""

    name: str
    arguments: tuple[str, ...] = ()
    model: type[models.Model] | None = None
    nameless: str = ""

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")

    def path(self, values: dict[str, Any]) -> str:
        """Percent-encoded, with these arguments, whatever they are."""
        marks = {name: _MARK.format(number) for number, name in enumerate(self.arguments, 1)}
        if self.nameless:
            path = f"{reverse('admin:index')}{self.nameless}"
        else:
            # A name of an app is among those of its pattern, and is replaced below.
            marks |= {name: _LABEL for name in marks if name == "app_label"}
            path = reverse(self.name, kwargs=marks)
        for name, mark in marks.items():
            path = path.replace(mark, _text(values[name]))
        return path

    def arguments_in(self, world: World) -> list[dict[str, Any]]:
        """What leads somewhere."""
        if not self.arguments:
            return [{}]
        if self.name in world.arguments:
            return world.arguments[self.name]
        if self.model is None:
            return [dict.fromkeys(self.arguments, _LABEL if self.name == "admin:app_list" else "1")]
        more = {"language": "en", "build": 1}
        return [
            dict.fromkeys(self.arguments, key)
            | {n: v for n, v in more.items() if n in self.arguments}
            for key in world.keys(self.model)
        ]


def _text(value: Any) -> str:
    return quoted(value if isinstance(value, bytes) else str(value), safe="/")


def addresses() -> list[Address]:
    return list(dict.fromkeys(_walk(get_resolver())))


def _walk(resolver: URLResolver, space: str = "", base: str = "") -> Iterator[Address]:
    registered = {model._meta.label_lower: model for model in admin.site._registry}
    for pattern in resolver.url_patterns:
        here = base + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, here)
        elif isinstance(pattern, URLPattern):
            model = registered.get(".".join(here.split("/")[1:3])) if space == "admin:" else None
            arguments = tuple(pattern.pattern.regex.groupindex)
            if pattern.name:
                yield Address(f"{space}{pattern.name}", arguments, model)
            elif model is not None:
                # The old form of a row's page.
                row = f"{here.split('/', 1)[1].split('<')[0]}{_MARK.format(1)}/"
                yield Address(f"{space}{here}", ("object_id",), model, row)
            else:
                yield Address(f"{space}{here}", ("url",), None, _MARK.format(1))


def paths(address: Address, world: World) -> list[str]:
    return [address.path(values) for values in address.arguments_in(world)]


def hostile_paths(address: Address, world: World, values: Any) -> Iterator[str]:
    """With each argument in turn one of `values`, the others leading somewhere."""
    good = address.arguments_in(world)[-1]
    for name, value in itertools.product(address.arguments, values):
        yield address.path(good | {name: value})
