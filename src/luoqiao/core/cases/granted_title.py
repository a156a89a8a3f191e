"""认定给的称号: which title of the register a granted recognition means, by what the procedure gives and what was applied for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel

LEVEL_OF_SRDI: Mapping[str, tuple[TitleKind, TitleLevel]] = {
    "创新型中小企业": (TitleKind.INNOVATIVE_SME, TitleLevel.PROVINCIAL),
    "专精特新中小企业": (TitleKind.SRDI, TitleLevel.PROVINCIAL),
    "专精特新“小巨人”企业": (TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL),
}
DEMONSTRATIONS: Mapping[str, tuple[TitleKind, TitleLevel]] = {
    "工业互联网示范项目": (TitleKind.INDUSTRIAL_INTERNET_DEMO, TitleLevel.DISTRICT),
    "5G 应用示范项目": (TitleKind.FIVE_G_DEMO, TitleLevel.DISTRICT),
}
LONGEST_PRODUCT = 120


def granted_title(gives: str, form: Mapping[str, object], *, number: str, on: date) -> HeldTitle | None:
    """The title with the case as its source; None when the procedure gives one that the register does not know."""
    found = _kind(gives, form)
    if found is None:
        return None
    (kind, level), product = found
    return HeldTitle(kind, level, on, product=product[:LONGEST_PRODUCT], source=f"案件 {number}")


def _kind(gives: str, form: Mapping[str, object]) -> tuple[tuple[TitleKind, TitleLevel], str] | None:
    match gives:
        case "srdi":
            known = LEVEL_OF_SRDI.get(_said(form, "level"))
            return (known, "") if known else None
        case "digital_workshop":
            return (TitleKind.DIGITAL_WORKSHOP, TitleLevel.DISTRICT), _said(form, "workshop_name")
        case "demonstration_project":
            known = DEMONSTRATIONS.get(_said(form, "kind"))
            return (known, _said(form, "project_name")) if known else None
    return None


def _said(form: Mapping[str, object], key: str) -> str:
    return " ".join(str(form.get(key, "")).split())
