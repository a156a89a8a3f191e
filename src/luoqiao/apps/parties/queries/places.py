"""问地方: units, townships, parks and programme industries by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.apps.parties.import_known import register_words
from luoqiao.apps.parties.models import Industry, Park, Township, Unit
from luoqiao.core.parties.enterprise_fields import RegisterWords


@dataclass(frozen=True, slots=True)
class Named:
    """有名字的一处: the code and the name of a unit, township, park or industry; `short` is what fits a table."""

    code: str
    name: str
    short: str = ""


def list_townships() -> tuple[Named, ...]:
    """The townships of the district in the order of their codes."""
    return tuple(Named(*row) for row in Township.objects.filter(current=True).values_list("code", "name"))


def list_parks() -> tuple[Named, ...]:
    """The parks."""
    return tuple(Named(*row) for row in Park.objects.filter(current=True).values_list("code", "name"))


def list_industries() -> tuple[Named, ...]:
    """The programme industries in the order of the pack."""
    return tuple(Named(*row) for row in Industry.objects.filter(current=True).values_list("code", "name"))


def list_units() -> tuple[Named, ...]:
    """The units in the order of the pack, without the word for all townships together."""
    rows = Unit.objects.filter(current=True).exclude(kind="townships")
    return tuple(Named(*row) for row in rows.values_list("code", "name", "short_name"))


def get_register_words() -> RegisterWords:
    """The industries, townships and parks that may be written into the register, name by code."""
    return register_words()


def unit_names() -> Mapping[str, str]:
    """Name by id, of all units ever loaded."""
    return dict(Unit.objects.values_list("code", "name"))


def township_names() -> Mapping[str, str]:
    """Name by code, of all townships ever loaded."""
    return dict(Township.objects.values_list("code", "name"))


def park_names() -> Mapping[str, str]:
    """Name by code, of all parks ever loaded."""
    return dict(Park.objects.values_list("code", "name"))


def industry_names() -> Mapping[str, str]:
    """Name by id, of all programme industries ever loaded."""
    return dict(Industry.objects.values_list("code", "name"))
