"""评分: a score sheet read whole, the average of several, and whether it reaches the line. When a round may be closed stands
in `expert_deeds.py`.

Points are whole numbers: a table of a hundred points is judged no finer than that. The average is kept in hundredths of a
point, half rounded up; the order in which experts hand in makes no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoqiao.core.cases.procedure import ScoreItem, ScoringRule
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import fold_all_width

OPINION = "opinion"
LONGEST_OPINION = 2000
HUNDREDTHS = 100
MOST_DIGITS = 3


class BadScores(Invalid):
    """打分填写有误."""

    code = "LQ-5841"


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """评分表: whole points by item, and the opinion."""

    points: Mapping[str, int]
    opinion: str

    @property
    def total(self) -> int:
        """The points of all items together."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Average:
    """均分: in hundredths of a point; over how many sheets it was taken at first; the places of those that were left out."""

    value: int
    count: int
    left_out: tuple[int, ...]
    passed: bool


def read_sheet(rule: ScoringRule, given: Mapping[str, object]) -> ScoreSheet:
    """What a form sent, by the ids of the items; raises BadScores with every problem."""
    problems: list[FieldProblem] = []
    points = {item.id: _points(item, str(given.get(item.id, "")), problems) for item in rule.items}
    opinion = str(given.get(OPINION, "")).replace("\r\n", "\n").strip()
    said = _wrong_opinion(opinion)
    if said:
        problems.append(FieldProblem(OPINION, opinion[:40], "几句评审意见", said, BadScores.code))
    if problems:
        raise BadScores(tuple(problems))
    return ScoreSheet(points, opinion)


def average_of(totals: Sequence[int], rule: ScoringRule) -> Average:
    """去掉最高、最低各一个 where there are enough, then the mean, half rounded up. Raises ValueError for no sheets at all."""
    if not totals:
        raise ValueError("nothing to average")
    by_size = sorted(range(len(totals)), key=lambda place: (totals[place], place))
    trims = bool(rule.trim) and len(totals) >= rule.trim
    left_out = (by_size[0], by_size[-1]) if trims else ()
    counted = [total for place, total in enumerate(totals) if place not in left_out]
    value = (2 * sum(counted) * HUNDREDTHS + len(counted)) // (2 * len(counted))
    return Average(value, len(totals), left_out, value >= rule.pass_points * HUNDREDTHS)


def points_words(hundredths: int) -> str:
    """85.33: an average as it is said."""
    return f"{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02d}"


def rule_content(rule: ScoringRule) -> dict[str, object]:
    """The scoring rule in the form that the digest of a closed round is made from."""
    items = [{"id": item.id, "label": item.label, "points": item.points} for item in rule.items]
    return {"experts": rule.experts, "pass_points": rule.pass_points, "trim": rule.trim, "items": items}


def read_rule(content: Mapping[str, Any]) -> ScoringRule:
    """The scoring rule again."""
    items = tuple(ScoreItem(one["id"], one["label"], one["points"]) for one in content["items"])
    return ScoringRule(content["experts"], content["pass_points"], content["trim"], items)


def recompute(content: Mapping[str, Any]) -> Average:
    """The average anew from what was kept of a closed round: what an auditor compares the event with."""
    totals = [sum(one["points"].values()) for one in scored_in(content)]
    return average_of(totals, read_rule(content["rule"]))


def scored_in(content: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Of the experts of a closed round those whose sheets count, in the order in which they were kept."""
    return [one for one in content["experts"] if one["points"] is not None]


def _points(item: ScoreItem, text: str, problems: list[FieldProblem]) -> int:
    typed = fold_all_width(text).strip()
    most = f"0 到 {item.points} 的整数"
    if not typed:
        problems.append(FieldProblem(item.id, "", most, f"{item.label}还没有打分", BadScores.code))
        return 0
    if not re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", typed) or int(typed) > item.points:
        said = f"{item.label}写成“{text.strip()[:20]}”；应是{most}"
        problems.append(FieldProblem(item.id, text[:20], most, said, BadScores.code))
        return 0
    return int(typed)


def _wrong_opinion(opinion: str) -> str:
    """What is wrong with an opinion; empty when nothing is."""
    if not opinion:
        return "评审意见还没有写；几句话说明为什么这样打分"
    if len(opinion) > LONGEST_OPINION:
        return f"评审意见最多 {LONGEST_OPINION} 字，现在 {len(opinion)} 字"
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in opinion if sign not in "\n\t"):
        return "评审意见里有不能显示的字符，请重新输入"
    return ""
