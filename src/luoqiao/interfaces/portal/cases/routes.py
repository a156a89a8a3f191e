"""别处的网址: the address of a page of another part, empty where that page does not exist."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(route: str, *parts: object) -> str:
    """The address, or nothing."""
    try:
        return reverse(route, args=parts)
    except NoReverseMatch:
        return ""
