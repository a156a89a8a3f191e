"""设想: a named set of readings, parameter values and a day, per clause; what it does not speak of stays as today.

Values always speak of today's clause, by the identifiers of `parameters_of`. A scenario is data: it can be written in
TOML or JSON, kept, compared and run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.dates import read_date
from luoqiao.core.rules.parameter import Parameter, show_value, value_text
from luoqiao.core.rules.parameters import check_values, parameters_of, read_values

TODAY = "现行"
MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class Turned:
    """一条政策调了什么: readings by question, values by parameter identifier."""

    readings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int] = field(default_factory=dict)


UNTURNED = Turned()


@dataclass(frozen=True, slots=True)
class Scenario:
    """设想: what is turned of which clause, judged on which day (None: the day of the trial)."""

    name: str
    clauses: Mapping[str, Turned] = field(default_factory=dict)
    on: date | None = None

    def turned(self, clause: str) -> Turned:
        """What it turns of a clause."""
        return self.clauses.get(clause, UNTURNED)


def with_value(scenario: Scenario, clause: str, parameter: str, value: int) -> Scenario:
    """The same scenario with one more number turned."""
    turned = scenario.turned(clause)
    changed = Turned(turned.readings, {**turned.values, parameter: value})
    return replace(scenario, clauses={**scenario.clauses, clause: changed})


def with_readings(scenario: Scenario, clause: str, readings: Mapping[str, str]) -> Scenario:
    """The same scenario with some questions of a clause read otherwise."""
    turned = scenario.turned(clause)
    changed = Turned({**turned.readings, **readings}, turned.values)
    return replace(scenario, clauses={**scenario.clauses, clause: changed})


def one_step_further(
    scenario: Scenario, clauses: Mapping[str, t.Clause], names: Sequence[str], basis: Basis
) -> Iterator[tuple[str, Parameter, Scenario]]:
    """For each number of these clauses the scenario with one more step of it; steps that cannot be taken are left out."""
    for name in names:
        turned = scenario.turned(name)
        for parameter in parameters_of(clauses[name], basis.tiers):
            value = turned.values.get(parameter.id, parameter.value) + parameter.step
            if parameter.symbolic and value <= parameter.most:
                further = with_value(scenario, name, parameter.id, value)
                try:
                    check_values(clauses[name], further.turned(name).values, basis.tiers)
                except Invalid:
                    continue
                yield name, parameter, further


def check_scenario(scenario: Scenario, clauses: Mapping[str, t.Clause], basis: Basis, on: date) -> None:
    """Raise Invalid, with every problem, where the scenario names what there is not or turns a rule into none."""
    problems: list[FieldProblem] = []
    for name, turned in scenario.clauses.items():
        clause = clauses.get(name)
        if clause is None:
            problems.append(unknown_clause(name, clauses))
            continue
        for check in (
            lambda c=clause, u=turned: choose(c, basis, u.readings, scenario.on or on),
            lambda c=clause, u=turned: check_values(c, u.values, basis.tiers),
        ):
            try:
                check()
            except Invalid as refused:
                problems += refused.problems
    if problems:
        raise Invalid(tuple(problems))


def unknown_clause(name: str, clauses: Mapping[str, t.Clause], field: str = "clause") -> FieldProblem:
    """The problem with a clause that the pack does not have; names the nearest, by identifier or title."""
    words = {w: c.identifier for c in clauses.values() for w in (c.title, c.identifier)}
    near = nearest(name, words)
    hint = f"；是不是“{words[near]}”？" if near else "。"
    shown, expected = name[:60], "、".join(clauses)
    return FieldProblem(field, shown, expected, f"没有条款“{shown}”{hint}可选：{expected}", "LQ-4406")


# -- read ----------------------------------------------------------------------------------------------------

_KEYS = ("name", "on", "clauses")
_CLAUSE_KEYS = ("readings", "values")


def read_scenario(given: Mapping[str, object], clauses: Mapping[str, t.Clause], basis: Basis) -> Scenario:
    """Read `{"name": …, "on": …, "clauses": {"cloud_adoption": {"readings": {…}, "values": {…}}}}`. Raises Invalid."""
    problems = [*unknown_keys(given, _KEYS, "")]
    name = given.get("name", "设想")
    if not isinstance(name, str) or not name.strip() or len(name) > MOST_NAME:
        problems.append(FieldProblem("name", str(name)[:40], f"1 到 {MOST_NAME} 个字", "设想要有名称", "LQ-4407"))
    on = read_day(given.get("on"), "on", problems)
    turned: dict[str, Turned] = {}
    listed = given.get("clauses", {})
    if not isinstance(listed, Mapping):
        problems.append(_table("clauses", listed))
        listed = {}
    for key, body in listed.items():
        clause = clauses.get(str(key))
        if clause is None:
            problems.append(unknown_clause(str(key), clauses, "clauses"))
        elif not isinstance(body, Mapping):
            problems.append(_table(f"clauses.{key}", body))
        else:
            one = _read_turned(clause, body, basis, problems)
            turned[clause.identifier] = one
    if problems:
        raise Invalid(tuple(problems))
    return Scenario(str(name).strip(), turned, on)


def _read_turned(clause: t.Clause, body: Mapping[str, object], basis: Basis, problems: list[FieldProblem]) -> Turned:
    where = f"clauses.{clause.identifier}."
    problems += unknown_keys(body, _CLAUSE_KEYS, where)
    readings, values = body.get("readings", {}), body.get("values", {})
    for key, table in (("readings", readings), ("values", values)):
        if not isinstance(table, Mapping):
            problems.append(_table(where + key, table))
            return UNTURNED
    letters = {str(q): str(letter) for q, letter in readings.items()} if isinstance(readings, Mapping) else {}
    found: dict[str, int] = {}
    try:
        found = read_values(clause, values if isinstance(values, Mapping) else {}, basis.tiers)
    except Invalid as refused:
        problems += refused.problems
    return Turned(letters, found)


def read_day(raw: object, field: str, problems: list[FieldProblem]) -> date | None:
    """A day as TOML or JSON gives it; None when it is not written."""
    if raw is None or isinstance(raw, date):
        return raw
    try:
        return read_date(str(raw))
    except ValueError:
        shown = str(raw)[:40]
        problems.append(FieldProblem(field, shown, "日期，如 2023-06-30", f"“{shown}”不是一个日期；写成 2023-06-30", "LQ-4407"))
        return None


def unknown_keys(given: Mapping[str, object], known: tuple[str, ...], where: str) -> list[FieldProblem]:
    """A problem for each key that nobody asks for."""
    found = []
    for key in given:
        if key not in known:
            near = nearest(str(key), known)
            hint = f"；是不是“{near}”？" if near else "。"
            shown, expected = str(key)[:40], "、".join(known)
            found.append(FieldProblem(f"{where}{shown}", shown, expected, f"不认识“{shown}”{hint}可写：{expected}", "LQ-4407"))
    return found


def _table(field: str, given: object) -> FieldProblem:
    shown = str(given)[:40]
    return FieldProblem(field, shown, "一张表", f"“{field}”应是一张表，不是“{shown}”", "LQ-4407")


# -- write ---------------------------------------------------------------------------------------------------


def scenario_data(scenario: Scenario, clauses: Mapping[str, t.Clause], basis: Basis) -> dict[str, object]:
    """The scenario in the form that `read_scenario` reads; money as strings of yuan."""
    listed: dict[str, object] = {}
    for name, turned in scenario.clauses.items():
        kinds = {p.id: p.kind for p in parameters_of(clauses[name], basis.tiers)}
        values = {key: value_text(kinds[key], value) for key, value in turned.values.items()}
        listed[name] = {"readings": dict(turned.readings), "values": values}
    data: dict[str, object] = {"name": scenario.name, "clauses": listed}
    return data | ({"on": scenario.on.isoformat()} if scenario.on else {})


def words_of(scenario: Scenario, clauses: Mapping[str, t.Clause], basis: Basis) -> tuple[str, ...]:
    """What the scenario turns, a phrase each: 区级：市级实拨的比例 20% → 30%."""
    phrases = []
    for name, turned in scenario.clauses.items():
        head = f"{clauses[name].title} " if len(scenario.clauses) > 1 else ""
        phrases += [f"{head}{question} 取 {letter}" for question, letter in turned.readings.items()]
        known = {p.id: p for p in parameters_of(clauses[name], basis.tiers)}
        for key, value in turned.values.items():
            one = known[key]
            if value != one.value:
                phrases.append(f"{head}{one.label} {one.shown} → {show_value(one.kind, value)}")
    return tuple(phrases)
