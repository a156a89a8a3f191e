"""称号: recognitions with level, number, dates and 复核; which title may have which level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TitleLevel(StrEnum):
    """国家级 · 省级 · 市级 · 区级."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CITY = "city"
    DISTRICT = "district"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"national": "国家级", "provincial": "省级", "city": "市级", "district": "区级"}[self.value]


class TitleKind(StrEnum):
    """称号的种类."""

    LITTLE_GIANT = "little_giant"
    SRDI = "srdi"
    INNOVATIVE_SME = "innovative_sme"
    CHAMPION_NATIONAL = "champion_national"
    CHAMPION_PROVINCIAL = "champion_provincial"
    LEADING_ENTERPRISE = "leading_enterprise"
    BACKBONE_ENTERPRISE = "backbone_enterprise"
    HIGH_TECH_ENTERPRISE = "high_tech_enterprise"
    INDUSTRIAL_INTERNET_DEMO = "industrial_internet_demo"
    FIVE_G_DEMO = "five_g_demo"
    DIGITAL_WORKSHOP = "digital_workshop"
    SMART_FACTORY = "smart_factory"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _KINDS[self][0]

    @property
    def levels(self) -> tuple[TitleLevel, ...]:
        """The levels at which this title is given."""
        return _KINDS[self][1]


_UPPER = (TitleLevel.NATIONAL, TitleLevel.PROVINCIAL, TitleLevel.CITY)
_KINDS: dict[TitleKind, tuple[str, tuple[TitleLevel, ...]]] = {
    TitleKind.LITTLE_GIANT: ("专精特新“小巨人”企业", (TitleLevel.NATIONAL,)),
    TitleKind.SRDI: ("专精特新中小企业", (TitleLevel.PROVINCIAL,)),
    TitleKind.INNOVATIVE_SME: ("创新型中小企业", (TitleLevel.PROVINCIAL,)),
    TitleKind.CHAMPION_NATIONAL: ("制造业单项冠军（国家级）", (TitleLevel.NATIONAL,)),
    TitleKind.CHAMPION_PROVINCIAL: ("制造业单项冠军（省级）", (TitleLevel.PROVINCIAL,)),
    TitleKind.LEADING_ENTERPRISE: ("龙头企业", _UPPER),
    TitleKind.BACKBONE_ENTERPRISE: ("骨干企业", _UPPER),
    TitleKind.HIGH_TECH_ENTERPRISE: ("高新技术企业", (TitleLevel.NATIONAL,)),
    TitleKind.INDUSTRIAL_INTERNET_DEMO: ("工业互联网示范", (*_UPPER, TitleLevel.DISTRICT)),
    TitleKind.FIVE_G_DEMO: ("5G 应用示范", (*_UPPER, TitleLevel.DISTRICT)),
    TitleKind.DIGITAL_WORKSHOP: ("数字化车间", (*_UPPER, TitleLevel.DISTRICT)),
    TitleKind.SMART_FACTORY: ("智能工厂", (*_UPPER, TitleLevel.DISTRICT)),
}


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """一项称号: half-open until `valid_until`; `reverified_on` is the day of the last 复核 that it passed."""

    kind: TitleKind
    level: TitleLevel
    recognised_on: date
    valid_until: date | None = None
    reverified_on: date | None = None
    number: str = ""
    product: str = ""
    document_number: str = ""
    source: str = ""
    withdrawn_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether it is held on that day: recognised, neither run out nor withdrawn."""
        ends = [day for day in (self.valid_until, self.withdrawn_on) if day is not None]
        return self.recognised_on <= on and all(on < day for day in ends)
