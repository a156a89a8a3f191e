"""谁可以进: the mark that every route carries, of pages and of the API alike; `luoqiao routes` prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http.response import HttpResponseBase

from luoqiao.core.parties.actor import Role

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Entry:
    """谁可以进: `public`, or signed in; with roles, one of them must be held."""

    public: bool
    roles: tuple[Role, ...] = ()


PUBLIC = Entry(public=True)
SIGNED_IN = Entry(public=False)


def marked(view: View, entry: Entry, *methods: str) -> View:
    """The view with its mark, and the methods that it answers where they are known here."""
    view.entry = entry  # type: ignore[attr-defined] # read by the table of routes
    if methods:
        view.methods = methods  # type: ignore[attr-defined] # read by the table of routes
    return view
