"""试算的形状: parameters of a clause, and what a scenario costs against today; money is a string of yuan."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from luoqiao.interfaces.api.inputs import Day as DayIn
from luoqiao.interfaces.api.inputs import Readings
from luoqiao.interfaces.api.schemas_answer import Closed, Day, QuoteOut, Yuan

Signed = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["139120.00"])]
Value = Annotated[str, Field(examples=["0.3"])]


class ReadingOfParameterOut(Closed):
    """参数在哪些读法里起作用。"""

    question: str
    options: list[str]


class SliderOut(Closed):
    """滑杆从多少到多少。"""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    least: Value = Field(alias="from")
    most: Value = Field(alias="to")


class ParameterOut(Closed):
    """一个可调的数；readings 为空表示各种读法都起作用。"""

    id: str
    alias: str
    label: str
    role: str
    kind: Literal["money", "rate", "count", "months", "date"]
    value: Value
    shown: str
    unit: str
    least: Value
    most: Value
    step: Value
    slider: SliderOut
    how: Literal["fixed", "ceiling", "floor"] | None
    line: str
    quotes: list[QuoteOut]
    readings: list[ReadingOfParameterOut]


class ParametersOut(Closed):
    """一个条款里可调的数。"""

    clause: str
    parameters: list[ParameterOut]


class WhatIfIn(Schema):
    """一个设想：换哪些数、哪些读法。"""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, Any] = Field(
        default_factory=dict,
        description="换的数。键是参数的标识；金额写成以元计的文字，比例写成小数，日期写成 2023-12-31。",
        examples=[{"district.rate": "0.3"}],
    )
    readings: Readings = Field(default_factory=dict)
    on: DayIn | None = Field(
        None, description="按哪一天的规则；不写时，方案有效期内按今天，过后按有效期最后一天。"
    )


class PopulationOut(Closed):
    """算的是哪些企业；synthetic 为真表示合成的示例。"""

    title: str
    synthetic: bool
    enterprises: int
    taking_part: int


class CostOut(Closed):
    """要花多少，按级；high 只在有企业还不能判定时写，null 表示没有上限。"""

    tiers: dict[str, Yuan]
    total: Yuan
    taking_part: int
    helped: int
    undetermined: int
    high: dict[str, Yuan | None]


class ChangeOut(Closed):
    """谁受益：家数与合计；quantiles 是有变化的企业的变化额，键是百分之几。"""

    winners: int
    gained: Yuan
    losers: int
    lost: Yuan
    unchanged: int
    net: Signed
    quantiles: dict[str, Signed]


class UnderReadingOut(Closed):
    """一种读法组合下的现行和设想。"""

    readings: dict[str, str]
    chosen: bool
    default: bool
    today: CostOut
    scenario: CostOut


class GroupOut(Closed):
    """一组企业的现行、设想和变化。"""

    label: str
    name: str
    today: CostOut
    scenario: CostOut
    change: ChangeOut


class MarginalOut(Closed):
    """一个参数再进一步，各级多花多少。"""

    parameter: str
    label: str
    step: Value
    cost: dict[str, Signed]
    helped: int


class WhatIfOut(Closed):
    """设想与现行：要多少钱，按不同读法，谁受益。"""

    clause: str
    on: Day
    population: PopulationOut
    words: list[str]
    readings: dict[str, str]
    today: CostOut
    scenario: CostOut
    change: ChangeOut
    by_readings: list[UnderReadingOut]
    idle_readings: list[str]
    groups: list[GroupOut]
    marginal: list[MarginalOut]
