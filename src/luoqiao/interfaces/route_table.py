"""网址表: every route of the site with who may enter, read from the addresses that are really served.

`luoqiao routes` prints it; tests hold it against the site. A route without a mark has no entry here and fails a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.entrance import Entry

_PARAMETER = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>[^>]+)>")


@dataclass(frozen=True, slots=True)
class Parameter:
    """网址里的一段: its name and the kind of text that it takes (`slug`, `str`, `int`, …)."""

    name: str
    converter: str


@dataclass(frozen=True, slots=True)
class Route:
    """一条网址: `entry` is None only where the mark was forgotten; `methods` are those that it answers."""

    pattern: str
    name: str
    methods: tuple[str, ...]
    entry: Entry | None
    parameters: tuple[Parameter, ...] = ()

    @property
    def who(self) -> str:
        """Who may enter, in words."""
        if self.entry is None:
            return "没有说明"
        if self.entry.public:
            return "任何人"
        return "、".join(role.label for role in self.roles) or "登录的人"

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of which one must be held; empty when none is asked for."""
        return self.entry.roles if self.entry is not None else ()

    @property
    def plain(self) -> bool:
        """Whether the pattern is written with parameters in angle brackets, not as a regular expression."""
        return "^" not in self.pattern and "(?" not in self.pattern


def list_routes() -> tuple[Route, ...]:
    """Every route, in the order in which an address is looked up."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, whole, inner)
        else:
            yield _route(pattern, whole, space)


def _route(pattern: URLPattern, whole: str, space: str) -> Route:
    view = pattern.callback
    return Route(
        pattern=whole,
        name=f"{space}{pattern.name}" if pattern.name else "",
        methods=tuple(getattr(view, "methods", ())),
        entry=getattr(view, "entry", None),
        parameters=tuple(_parameters(whole)),
    )


def _parameters(whole: str) -> Iterator[Parameter]:
    for found in _PARAMETER.finditer(whole):
        converter = found["converter"] or "str"
        yield Parameter(found["name"], converter if converter in get_converters() else "str")
