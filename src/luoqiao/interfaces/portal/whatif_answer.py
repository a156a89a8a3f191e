"""试算的结果: one clause, one scenario against today, over one population; every figure a page or a file shows.

Nothing is decided here: the sums come from `core.rules.trial`, under the readings that the reader chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.apps.clock.queries import today
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.trial_takers import LABELS
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import ReadingUsed, choose
from luoqiao.core.rules.gain_bins import Bin, gain_bins
from luoqiao.core.rules.parameter import Parameter
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.core.rules.scenario import TODAY, Scenario, Turned, with_value
from luoqiao.core.rules.trial import Trial
from luoqiao.core.rules.trial_readings import ByReadings, by_readings
from luoqiao.core.rules.trial_result import Comparison, Cost
from luoqiao.interfaces.portal.whatif_population import Population, takers_of
from luoqiao.interfaces.portal.whatif_query import Turning, has_curve
from luoqiao.policies.pack import Pack

POINTS = 40
"""Steps of a curve at most, besides today's value and the scenario's."""
MANY = 3_000
"""With more cases than this, curves and readings are tried in fewer places, so that a page still answers at once."""
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """曲线上一点: the parameter's value and the cost there."""

    value: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class CostCurve:
    """费用曲线: the parameter, the points in order, today's value and the scenario's."""

    parameter: Parameter
    points: tuple[CurvePoint, ...]
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class Answer:
    """试算的结果: parameters of the clause, the comparison, every reading, the distribution of gains."""

    clause: t.Clause
    population: Population
    turning: Turning
    on: date
    parameters: tuple[Parameter, ...]
    readings: tuple[ReadingUsed, ...]
    compared: Comparison
    by_readings: ByReadings
    bins: tuple[Bin, ...]
    gains: tuple[tuple[str, int, int], ...]
    """Key, before and after of every enterprise that takes part."""

    @property
    def turned(self) -> tuple[tuple[Parameter, int], ...]:
        """What differs from today, in the order of the rule."""
        return tuple((one, self.turning.values[one.id]) for one in self.parameters if one.id in self.turning.values)


def scenario_of(clause: t.Clause, turning: Turning) -> Scenario:
    """The scenario that the fields describe."""
    return Scenario("设想", {clause.identifier: Turned(turning.readings, turning.values)})


def today_of(clause: t.Clause, turning: Turning) -> Scenario:
    """Today's rule under the same readings."""
    return Scenario(TODAY, {clause.identifier: Turned(turning.readings, {})})


def trial_of(pack: Pack, clause: t.Clause, population: Population) -> Trial:
    """The clause over those of a population who take part in it."""
    takers = takers_of(pack, clause, population)
    day = pack.default_day(today())
    return Trial({clause.identifier: clause}, {clause.identifier: takers}, on=day, basis=pack.basis)


def answer_of(pack: Pack, clause: t.Clause, population: Population, turning: Turning) -> Answer:
    """Everything about one scenario."""
    trial = trial_of(pack, clause, population)
    name = clause.identifier
    then, now = scenario_of(clause, turning), today_of(clause, turning)
    count = len(trial.takers[name])
    compared = trial.compare(then, now, labels=tuple(LABELS), most=MOST_ROWS)
    before, after = trial.per_enterprise(now), trial.per_enterprise(then)
    gains = tuple((key, before[key], after[key]) for key in before)
    return Answer(
        clause, population, turning, trial.on, parameters_of(clause, pack.basis.tiers),
        choose(clause, pack.basis, turning.readings, trial.on), compared,
        by_readings(trial, name, now, then, 64 if count <= MANY else 8),
        gain_bins(gets - was for _, was, gets in gains), gains,
    )  # fmt: skip


def curve_of(
    pack: Pack, clause: t.Clause, population: Population, turning: Turning, most_steps: int = POINTS
) -> CostCurve | None:
    """What the clause costs along the parameter chosen, the others as in the scenario; None when it has no curve.

    A page that only names the ends asks for one step.
    """
    known: Mapping[str, Parameter] = {one.id: one for one in parameters_of(clause, pack.basis.tiers)}
    parameter = known.get(turning.along)
    if parameter is None or not has_curve(parameter):
        return None
    trial = trial_of(pack, clause, population)
    scenario = scenario_of(clause, turning)
    then = turning.values.get(parameter.id, parameter.value)
    steps = most_steps if len(trial.takers[clause.identifier]) <= MANY else min(most_steps, POINTS // 4)
    points = []
    for value in _values(parameter, then, steps):
        try:
            cost = trial.cost_of(clause.identifier, with_value(scenario, clause.identifier, parameter.id, value))
        except Invalid:  # beside a neighbouring number there is no such rule
            continue
        points.append(CurvePoint(value, cost))
    return CostCurve(parameter, tuple(points), parameter.value, then) if len(points) > 1 else None


def _values(parameter: Parameter, then: int, steps: int) -> list[int]:
    low, high = parameter.slider
    high = max(high, min(parameter.most, then))
    low = min(low, then)
    step = max(1, -(-(high - low) // steps))
    return sorted({*range(low, high + 1, step), high, parameter.value, then})
