"""请求的内容: bodies and the parameters of addresses, as the API describes them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _read_day(value: object) -> object:
    """A day written 2023-06-30 that exists; nothing else is taken for a day."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_form", "a day")


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2023-06-30"]}),
]
Letter = Annotated[str, Field(pattern=r"^[A-Z]$", examples=["B"])]
Facts = Annotated[
    dict[str, Any],
    Field(
        description="事实。键是输入的标识或中文名；金额写成以元计的文字，数字也按原样精确读；不写或 null 表示不知道。",
        examples=[{"annual_service_fee": "400000"}],
    ),
]
Readings = Annotated[
    dict[str, Letter], Field(description="换用的读法，一个问题一个选项。", examples=[{"X-04": "B"}])
]


class CalculateIn(Schema):
    """一个条款的一件事。"""

    model_config = ConfigDict(extra="forbid")

    facts: Facts = Field(default_factory=dict)
    readings: Readings = Field(default_factory=dict)
    earlier: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        description="此前已得，按级（或名称）和单位。",
        examples=[{"city": {"enterprise_year": "70000"}}],
    )
    on: Day | None = Field(
        None, description="按哪一天的规则；不写时，方案有效期内按今天，过后按有效期最后一天。"
    )


class CalculateAllIn(Schema):
    """一家企业的全部事实。"""

    model_config = ConfigDict(extra="forbid")

    facts: Facts = Field(
        default_factory=dict,
        examples=[
            {"cloud_adoption.annual_service_fee": "400000", "production_equipment_investment": "30000000"}
        ],
    )
    readings: Readings = Field(default_factory=dict)
    earlier: dict[str, dict[str, dict[str, Any]]] = Field(
        default_factory=dict,
        description="此前已得，先按条款，再按级和单位。",
        examples=[{"cloud_adoption": {"city": {"enterprise_year": "70000"}}}],
    )
    set_aside: list[str] = Field(
        default_factory=list,
        max_length=200,
        description="与己无关、不必再问的条款。",
        examples=[["open_challenge"]],
    )
    on: Day | None = Field(
        None, description="按哪一天的规则；不写时，方案有效期内按今天，过后按有效期最后一天。"
    )
