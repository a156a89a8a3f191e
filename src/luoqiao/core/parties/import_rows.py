"""读名单的行: each row as what it asks for, or what is wrong with it, each problem with its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.parties.enterprise_fields import checked_uscc, clean, find_named, read_day
from luoqiao.core.parties.import_kind import LABELS, ImportKind
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel

WRONG_TITLE, WRONG_DATE, MISSING, NO_SUCH_LEVEL = "LQ-5351", "LQ-5352", "LQ-5353", "LQ-5354"


@dataclass(frozen=True, slots=True)
class ListSettings:
    """导入页填的项: what the list is and where it comes from; days and title that hold for rows that do not say."""

    source: str
    on: date | None = None
    title: TitleKind | None = None
    document_number: str = ""


Read = tuple[HeldStanding | HeldTitle | None, tuple[FieldProblem, ...]]


def read_code(given: Mapping[str, str]) -> tuple[str, tuple[FieldProblem, ...]]:
    """The credit code of a row."""
    text = clean(given.get("uscc", ""))
    verdict = checked_uscc(text)
    if verdict.valid:
        return verdict.code, ()
    return "", (FieldProblem("uscc", text[:30], "18 位代码", verdict.message, verdict.faults[0].code),)


def read_standing(given: Mapping[str, str], settings: ListSettings) -> Read:
    """The period of 规上 that a row says; its beginning may be said once for the whole list."""
    days = _Days(ImportKind.ABOVE_SIZE, given)
    from_on = days.read("from_on") or settings.on
    until_on = days.read("until_on")
    problems = days.problems
    if from_on is None and not problems:
        problems.append(FieldProblem("from_on", "", "一个日期", "没有入库日期；在这一格或导入页填", MISSING))
    if from_on and until_on and until_on <= from_on:
        said = f"退库日期 {until_on} 不晚于入库日期 {from_on}"
        problems.append(FieldProblem("until_on", str(until_on), f"晚于 {from_on}", said, WRONG_DATE))
    if problems or from_on is None:
        return None, tuple(problems)
    return HeldStanding(StandingKind.ABOVE_DESIGNATED_SIZE, from_on, until_on, settings.source), ()


def read_title(given: Mapping[str, str], settings: ListSettings) -> Read:
    """The title that a row says; title, day and document number may be said once for the whole list."""
    days = _Days(ImportKind.TITLES, given)
    recognised_on = days.read("recognised_on") or settings.on
    last_day, reverified_on = days.read("valid_until"), days.read("reverified_on")
    problems = days.problems
    kind = _kind(clean(given.get("kind", "")), settings, problems)
    level = _level(clean(given.get("level", "")), kind, problems) if kind else None
    if recognised_on is None and not any(problem.field == "recognised_on" for problem in problems):
        problems.append(FieldProblem("recognised_on", "", "一个日期", "没有认定日期；在这一格或导入页填", MISSING))
    if recognised_on and last_day and last_day < recognised_on:
        said = f"有效期至 {last_day}，早于认定日期 {recognised_on}"
        problems.append(FieldProblem("valid_until", str(last_day), f"不早于 {recognised_on}", said, WRONG_DATE))
    if problems or kind is None or level is None or recognised_on is None:
        return None, tuple(problems)
    title = HeldTitle(
        kind, level, recognised_on, last_day + timedelta(days=1) if last_day else None, reverified_on,
        clean(given.get("number", ""))[:60], clean(given.get("product", ""))[:120],
        clean(given.get("document_number", ""))[:80] or settings.document_number, settings.source,
    )  # fmt: skip
    return title, ()


READERS: dict[ImportKind, Callable[[Mapping[str, str], ListSettings], Read]] = {
    ImportKind.ABOVE_SIZE: read_standing, ImportKind.TITLES: read_title,
}  # fmt: skip


class _Days:
    def __init__(self, kind: ImportKind, given: Mapping[str, str]) -> None:
        self._kind, self._given = kind, given
        self.problems: list[FieldProblem] = []

    def read(self, key: str) -> date | None:
        text = clean(self._given.get(key, ""))
        if not text or text in {"-", "—", "无", "长期"}:
            return None
        day, said = read_day(text, LABELS[self._kind, key])
        if day is None:
            self.problems.append(FieldProblem(key, text[:20], "2023-06-30", said, WRONG_DATE))
        return day


def _kind(text: str, settings: ListSettings, problems: list[FieldProblem]) -> TitleKind | None:
    if not text and settings.title is not None:
        return settings.title
    if not text:
        problems.append(FieldProblem("kind", "", "一种称号", "没有写称号；在这一格写，或在导入页选", MISSING))
        return None
    names = {one.value: _unquoted(one.label) for one in TitleKind}
    found = find_named(text, names) or find_named(_unquoted(text), names) or _SHORT.get(_unquoted(text))
    if found is None:
        listed = "、".join(one.label for one in TitleKind)
        problems.append(FieldProblem("kind", text[:30], listed, f"没有称号“{text[:30]}”；应是 {listed} 之一", WRONG_TITLE))
        return None
    return TitleKind(found)


_SHORT = {
    "小巨人": "little_giant", "专精特新小巨人": "little_giant", "国家级专精特新小巨人企业": "little_giant", "专精特新": "srdi",
    "国家级制造业单项冠军": "champion_national", "省级制造业单项冠军": "champion_provincial", "高企": "high_tech_enterprise",
}  # fmt: skip


def _level(text: str, kind: TitleKind, problems: list[FieldProblem]) -> TitleLevel | None:
    if not text and len(kind.levels) == 1:
        return kind.levels[0]
    names = {one.value: one.label for one in TitleLevel}
    found = find_named(text, names) if text else None
    if found is not None and TitleLevel(found) in kind.levels:
        return TitleLevel(found)
    listed = "、".join(level.label for level in kind.levels)
    said = f"“{kind.label}”的级别应是{listed}" + (f"，这里是“{text[:10]}”" if text else "，这里没有写")
    problems.append(FieldProblem("level", text[:10], listed, said, NO_SUCH_LEVEL))
    return None


def _unquoted(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "“”\"'‘’（）() ")))
