"""合成总体: the enterprises of a district made from stated figures, the same ones for ever under the same plan.

They are no real enterprises: names are 示例企业 with a number. Money is whole fen, rounded as invoices are.
Who takes part and what is stated is drawn under the enterprise's own key: more takers leave the others as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from luoqiao.core.kernel.money import WAN, YUAN, wan, yuan_text
from luoqiao.core.parties.draws import SCALE, in_turn, log_ratio, normal, part, spread
from luoqiao.core.parties.population_plan import ClausePlan, How, IndustryPlan, InputPlan, PopulationPlan
from luoqiao.core.parties.size_class import ABOVE_DESIGNATED, SizeClass, size_class

Stated = Mapping[str, object]
"""Facts of one clause in JSON form: identifier to text, yes/no, whole number or list."""
Had = Mapping[str, Mapping[str, str]]
"""Earlier grants of one clause in JSON form: tier to unit to yuan."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """一家示例企业: industry and township by their codes, yearly output in fen, staff, facts and earlier grants by clause."""

    key: str
    name: str
    industry: str
    township: str
    above_designated_size: bool
    size: SizeClass
    output: int
    staff: int
    facts: Mapping[str, Stated] = field(default_factory=dict)
    earlier: Mapping[str, Had] = field(default_factory=dict)


@lru_cache(maxsize=8)
def synthesise(plan: PopulationPlan) -> tuple[Enterprise, ...]:
    """Every enterprise of the plan, 规上 ones of an industry first, in the order of its industries."""
    frames = [frame for industry in plan.industries for frame in _frames(plan, industry)]
    stated: dict[str, dict[str, Stated]] = {}
    earlier: dict[str, dict[str, Had]] = {}
    for clause in plan.clauses:
        for frame, facts, had in _takers(clause, frames):
            stated.setdefault(frame.key, {})[clause.id] = facts
            if had:
                earlier.setdefault(frame.key, {})[clause.id] = had
    width = len(str(max(len(frames), 1000)))
    return tuple(
        Enterprise(
            one.key, f"示例企业 {number:0{width}d}", one.industry, one.township, one.above,
            size_class(one.staff, one.output), one.output, one.staff, stated.get(one.key, {}),
            earlier.get(one.key, {}),
        )
        for number, one in enumerate(frames, 1)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Frame:
    """An enterprise before it states anything; `relative` is its output against the reference, logarithm."""

    key: str
    industry: str
    township: str
    above: bool
    output: int
    staff: int
    relative: int


def _frames(plan: PopulationPlan, industry: IndustryPlan) -> Iterator[_Frame]:
    for above, count in ((True, industry.above), (False, industry.other)):
        kind = "above" if above else "other"
        keys = [f"{plan.seed}/{industry.id}/{kind}/{number}" for number in range(1, count + 1)]
        outputs = _outputs_above(plan, industry, keys) if above else [_output_other(plan, key) for key in keys]
        turns = in_turn(tuple(place.weight for place in plan.places), count)
        for key, output, turn in zip(keys, outputs, turns, strict=True):
            per_head = spread(plan.per_head_median, plan.per_head_upper, normal(f"{key}/staff"))
            yield _Frame(
                key, industry.id, plan.places[turn].code, above, output, max(1, output // max(per_head, YUAN)),
                log_ratio(output, plan.reference_output),
            )  # fmt: skip


def _outputs_above(plan: PopulationPlan, industry: IndustryPlan, keys: list[str]) -> list[int]:
    """规上产值: shares of what the industry makes together, each at least 2000万元; the first takes what is left over."""
    if not keys:
        return []
    shares = [spread(SCALE, SCALE * plan.above_spread // 100, normal(f"{key}/output")) for key in keys]
    room = industry.output - ABOVE_DESIGNATED * len(keys)
    outputs = [ABOVE_DESIGNATED + _down(room * share // sum(shares), wan(1)) for share in shares]
    outputs[0] += industry.output - sum(outputs)
    return outputs


def _output_other(plan: PopulationPlan, key: str) -> int:
    drawn = spread(plan.other_median, plan.other_upper, normal(f"{key}/output"))
    return _down(min(max(drawn, plan.other_least), plan.other_most), WAN // 10)


def _takers(clause: ClausePlan, frames: list[_Frame]) -> Iterator[tuple[_Frame, Stated, Had]]:
    """Who takes part, the likeliest of each industry first, with what each states and had before."""
    taking: list[_Frame] = []
    for industry, count in clause.takers:
        able = [one for one in frames if one.industry == industry and (one.above or not clause.above_only)]
        taking += sorted(able, key=lambda one: _drawn_to(clause, one), reverse=True)[:count]
    turns = {one.id: _turns(one, len(taking)) for one in clause.inputs}
    had = [(one, in_turn((one.share, 100 - one.share), len(taking))) for one in clause.before]
    for at, frame in enumerate(taking):
        chosen = {name: turn[at] for name, turn in turns.items() if turn}
        before: dict[str, dict[str, str]] = {}
        for one, turn in had:
            if turn[at] == 0:
                before.setdefault(one.tier, {})[one.unit] = yuan_text(one.amount)
        yield frame, _facts(clause, frame, chosen), before


def _drawn_to(clause: ClausePlan, frame: _Frame) -> int:
    return normal(f"{frame.key}/{clause.id}") + frame.relative * clause.pull // 100


def _turns(one: InputPlan, count: int) -> tuple[int, ...]:
    """Options, yes and no go round among those who take part, so that a few enterprises keep the shares too."""
    match one.how:
        case How.YES_NO | How.PART:
            return in_turn((one.share, 100 - one.share), count)
        case How.CHOICE | How.MONTHS:
            return in_turn(tuple(weight for _, weight in one.options), count)
    return ()


def _facts(clause: ClausePlan, frame: _Frame, chosen: Mapping[str, int]) -> Stated:
    amounts: dict[str, int] = {}
    days: dict[str, date] = {}
    stated: dict[str, object] = {}
    for one in clause.inputs:
        if one.only_if and stated.get(one.only_if) is not True:
            continue
        key = f"{frame.key}/{clause.id}/{one.id}"
        match one.how:
            case How.AMOUNT:
                amounts[one.id] = _amount(one, frame, key)
                stated[one.id] = yuan_text(amounts[one.id])
            case How.PART:
                base = amounts.get(one.of, 0)
                takes = chosen[one.id] == 0 and base >= one.from_least
                amounts[one.id] = _down(base * part(key, one.least * 10, one.most * 10) // 1000, one.step) if takes else 0
                stated[one.id] = yuan_text(amounts[one.id])
            case How.YES_NO:
                stated[one.id] = chosen[one.id] == 0
            case How.CHOICE:
                stated[one.id] = one.options[chosen[one.id]][0]
            case How.MONTHS:
                stated[one.id] = int(one.options[chosen[one.id]][0])
            case How.DAY:
                days[one.id] = _day(one, days, key)
                stated[one.id] = days[one.id].isoformat()
            case How.ITEMS:
                stated[one.id] = [
                    {inner.id: yuan_text(_amount(inner, frame, f"{key}/{number}/{inner.id}")) for inner in one.fields}
                    for number in range(part(key, one.least, one.most))
                ]
    return stated


def _amount(one: InputPlan, frame: _Frame, key: str) -> int:
    """The log-normal law around the median that a firm of this output has, within the limits, to the whole step."""
    drawn = spread(one.median, one.upper, normal(key), frame.relative * one.grows // 100)
    return max(_down(min(max(drawn, one.least), one.most), one.step), _up(one.least, one.step))


def _day(one: InputPlan, days: Mapping[str, date], key: str) -> date:
    if one.after:
        return days[one.after] + timedelta(days=part(key, one.least, one.most))
    first, last = one.first or date.min, one.last or date.min
    return first + timedelta(days=part(key, 0, (last - first).days))


def _down(amount: int, step: int) -> int:
    return amount // step * step


def _up(amount: int, step: int) -> int:
    return -(-amount // step) * step
