"""试算的字段: the query of a what-if page read into a scenario; a field that cannot be read never hides the others.

A parameter is a field named by its identifier (`district.rate=30`, in the unit that stands beside it), a reading `X-11=B`,
the parameter of the curve `along=district.rate`, a figure of the population `pop.takers.machinery=80`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import WAN, YI, YUAN
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.parameter import Parameter, read_parameter
from luoqiao.core.rules.parameters import parameters_of, with_parameters

ALONG, POPULATION, FIGURE = "along", "population", "pop."
SYNTHETIC = "synthetic"
"""Asks for the made-up enterprises where a file is loaded."""
SHOWN = 60
"""So much of a typed value is given back; nothing longer can be read anyway."""


@dataclass(frozen=True, slots=True)
class Typed:
    """填了什么: texts by parameter, reading and figure of the population, as typed; fields that nobody asked for."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    along: str = ""
    ignored: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Turning:
    """调了什么: values that differ from today's, readings, what could not be read by field, the parameter of the curve."""

    values: Mapping[str, int]
    readings: Mapping[str, str]
    along: str
    errors: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


def read_query(clause: t.Clause, basis: Basis, query: QueryDict) -> Typed:
    """The fields of a clause out of a query; names it does not know are kept apart."""
    known = {one.id for one in parameters_of(clause, basis.tiers)}
    questions = switches(clause, basis.cap_period_question)
    found: dict[str, dict[str, str]] = {"parameters": {}, "readings": {}, "figures": {}}
    ignored = []
    for name in query:
        text = query.get(name, "").strip()[:SHOWN]
        if name in known:
            found["parameters"][name] = text
        elif name in questions:
            found["readings"][name] = text
        elif name.startswith(FIGURE):
            found["figures"][name.removeprefix(FIGURE)[:SHOWN]] = text
        elif name not in (ALONG, POPULATION) and not name.startswith(("_", "csrf")):
            ignored.append(name[:40])
    figures = {name: text for name, text in found["figures"].items() if text}
    return Typed(
        found["parameters"], found["readings"], figures, query.get(ALONG, "").strip()[:SHOWN], tuple(ignored),
        query.get(POPULATION) == SYNTHETIC,
    )  # fmt: skip


def turn(clause: t.Clause, basis: Basis, typed: Typed) -> Turning:
    """Everything that can be read; what cannot stays as today and is reported beside its field."""
    errors: dict[str, str] = {}
    codes: list[str] = []
    parameters = {one.id: one for one in parameters_of(clause, basis.tiers)}
    values: dict[str, int] = {}
    for name, text in typed.parameters.items():
        value = _read(parameters[name], text) if text else parameters[name].value
        if isinstance(value, FieldProblem):
            errors[name] = value.message
            codes.append(value.code)
        elif value != parameters[name].value:
            values[name] = value
    _keep_what_stands(clause, basis, values, errors, codes)
    along = typed.along if typed.along in parameters else _natural(parameters, values)
    return Turning(values, _letters(clause, basis, typed, errors, codes), along, errors, tuple(dict.fromkeys(codes)))


def _keep_what_stands(
    clause: t.Clause, basis: Basis, values: dict[str, int], errors: dict[str, str], codes: list[str]
) -> None:
    """Forget values under which the rule would be none, each with its reason."""
    while True:
        try:
            with_parameters(clause, values, basis.tiers)
        except Invalid as refused:
            problem = refused.problems[0]
            name = problem.field if problem.field in values else next(iter(values))
            errors[name] = f"{problem.message}；先按现行的数计算"
            codes.append(problem.code)
            del values[name]
        else:
            return


def _letters(
    clause: t.Clause, basis: Basis, typed: Typed, errors: dict[str, str], codes: list[str]
) -> dict[str, str]:
    available = switches(clause, basis.cap_period_question)
    found = {}
    for question, letter in typed.readings.items():
        if letter in available[question]:
            found[question] = letter
        elif letter:
            expected = "、".join(available[question])
            errors[question] = f"读法 {question} 没有选项“{letter[:8]}”，已按默认计算；可选 {expected}"
            codes.append("LQ-2031")
    return found


def _natural(parameters: Mapping[str, Parameter], values: Mapping[str, int]) -> str:
    """The curve follows what was turned first, else the district's rate, else the first number that has a curve."""
    able = [name for name, one in parameters.items() if has_curve(one)]
    turned = [name for name in values if name in able]
    liked = [name for name in able if name in ("district.rate", "district.award")]
    return next(iter([*turned, *liked, *able]), "")


def has_curve(parameter: Parameter) -> bool:
    """Whether costs can be drawn along it: a day is set in a calendar, not slid."""
    return parameter.kind is not t.Kind.DATE


def canonical(clause: t.Clause, basis: Basis, typed: Typed, turning: Turning, changed: Mapping[str, str]) -> str:
    """The shortest address of the same trial; what could not be read is kept as typed."""
    parameters = {one.id: one for one in parameters_of(clause, basis.tiers)}
    fields = [(name, number_text(parameters[name], value)) for name, value in turning.values.items()]
    fields += [(name, text) for name, text in typed.parameters.items() if name in turning.errors and text]
    fields += [(name, text) for name, text in typed.readings.items() if text]
    natural = _natural(parameters, turning.values)
    fields += [(ALONG, turning.along)] if turning.along != natural else []
    fields += [(POPULATION, SYNTHETIC)] if typed.synthetic else []
    fields += [(f"{FIGURE}{name}", text) for name, text in changed.items()]
    return urlencode(fields)


# -- numbers as a field shows them ---------------------------------------------------------------------------


def unit_of(parameter: Parameter) -> tuple[int, str]:
    """How many base units make one of the unit beside the field, and its name."""
    match parameter.kind:
        case t.Kind.RATE:
            return t.RATE_SCALE // 100, "%"
        case t.Kind.MONEY:
            today = parameter.value
            return (YI, "亿元") if today >= YI else (WAN, "万元") if today >= WAN else (YUAN, "元")
        case t.Kind.MONTHS:
            return 1, "个月"
        case t.Kind.DATE:
            return 1, ""
    return 1, parameter.unit


def number_text(parameter: Parameter, value: int) -> str:
    """A value in the unit of the field, exact: 2000 (ten-thousandths) is 20, 5 000 000 fen under 万元 is 5."""
    if parameter.kind is t.Kind.DATE:
        return show_code(value)
    exact = (Decimal(value) / unit_of(parameter)[0]).normalize()
    return f"{exact:f}"


def _read(parameter: Parameter, text: str) -> int | FieldProblem:
    """The value typed; a number without a unit is in the unit beside the field."""
    folded = fold_width(text).strip()
    bare = folded.replace(",", "").replace(".", "").isdigit()
    if bare and parameter.kind in (t.Kind.RATE, t.Kind.MONEY):
        folded = f"{folded}{unit_of(parameter)[1]}"
    value = read_parameter(parameter, folded)
    return _rate_problem(value, text) if isinstance(value, FieldProblem) and parameter.kind is t.Kind.RATE else value


def _rate_problem(problem: FieldProblem, text: str) -> FieldProblem:
    """The same in the words of a field that has % beside it."""
    expected = "0 到 100 的数，最多两位小数，如 25 或 12.5"
    return replace(problem, expected=expected, message=f"“{text[:20]}”读不成百分比；请写 {expected}")
