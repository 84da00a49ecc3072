"""Every route there is, found by walking the resolver, and how to address it in a populated register."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# The door itself: allauth's sign-in and sign-out, which must work for people who hold nothing.
DOOR = "account/"
API = "api/v1/"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One pattern and the view behind it."""

    pattern: str
    view: Callable[..., Any]

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith(API)

    @property
    def is_about_a_record(self) -> bool:
        return PARAMETER.search(self.pattern) is not None

    def address(self, world: Mapping[str, str]) -> str:
        """Return a real address, every parameter filled in from the world.

        Shape: the world's keys are the last fixed part before a parameter and its name: `systems:reference`.
        """
        parts: list[str] = []
        fixed = ""
        for part in self.pattern.split("/"):
            name = PARAMETER.fullmatch(part)
            fixed = fixed if name else part
            parts.append(world[f"{fixed}:{name[1]}"] if name else part)
        return "/" + "/".join(parts)


def routes() -> list[Route]:
    """Return every route but the door, in the order of the resolver."""
    return [route for route in _below(get_resolver(), "") if not route.pattern.startswith(DOOR)]


def _below(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(pattern, entry.callback)
        else:
            yield from _below(entry, pattern)
