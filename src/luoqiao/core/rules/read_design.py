"""读设想的网: axes from text (`0.2..0.3/0.05`, `2万,3万`) and whole designs from TOML or JSON, every fault listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.dates import decode, encode
from luoqiao.core.rules.design import MOST_SCENARIOS, MOST_VALUES, Axis, Design, Method
from luoqiao.core.rules.parameter import Parameter, read_parameter
from luoqiao.core.rules.parameters import get_parameter
from luoqiao.core.rules.scenario import Scenario, read_day, unknown_clause, unknown_keys

_RANGE = re.compile(r"(?P<start>[^.]+(?:\.\d+[^.]*)?)\.\.(?P<stop>.+?)(?:/(?P<step>[^/]+))?")
MOST_TEXT = 100
_KEYS = ("name", "on", "method", "count", "seed", "clauses")
_CLAUSE_KEYS = ("values", "readings")
_SPAN_KEYS = ("from", "to", "step")


def read_axis(clause: t.Clause, name: str, raw: object, basis: Basis) -> Axis:
    """One parameter and its values: a text `a`, `a,b,c`, `a..b`, `a..b/step`, a list, or a table. Raises Invalid."""
    parameter = get_parameter(clause, name, basis.tiers)
    if isinstance(parameter, FieldProblem):
        raise Invalid((parameter,))
    span = _span_of(parameter, raw)
    if span is not None:
        return _span(clause, parameter, *span)
    listed = raw if isinstance(raw, list | tuple) else re.split("[,，、]", raw) if isinstance(raw, str) else [raw]
    values = [read_parameter(parameter, one.strip() if isinstance(one, str) else one) for one in listed]
    problems = tuple(v for v in values if isinstance(v, FieldProblem))
    if problems or not values:
        raise Invalid(problems or (_fault(parameter, "", "一个或几个值", "没有写值"),))
    return Axis(clause.identifier, parameter.id, tuple(dict.fromkeys(v for v in values if isinstance(v, int))))


def read_reading(clause: t.Clause, question: str, raw: object, basis: Basis) -> Axis:
    """One question and the options to go through: `A,B`, a list, or `*` for every one. Raises Invalid."""
    available = switches(clause, basis.cap_period_question)
    if question not in available:
        expected = "、".join(available) or "（本条没有读法）"
        message = f"{clause.title}没有读法 {question[:20]}；可用的是 {expected}"
        raise Invalid((FieldProblem("reading", question[:20], expected, message, "LQ-2030"),))
    listed = [str(one) for one in raw] if isinstance(raw, list | tuple) else re.split("[,，、]", str(raw))
    letters = available[question] if [one.strip() for one in listed] == ["*"] else tuple(one.strip() for one in listed)
    for letter in letters:
        if letter not in available[question]:
            expected = "、".join(available[question])
            message = f"读法 {question} 没有选项 {letter[:20]}；可选 {expected}"
            raise Invalid((FieldProblem("reading", f"{question}={letter[:20]}", expected, message, "LQ-2031"),))
    return Axis(clause.identifier, question, letters=tuple(dict.fromkeys(letters)))


def _span_of(parameter: Parameter, raw: object) -> tuple[object, object, object] | None:
    if isinstance(raw, Mapping):
        problems = unknown_keys(raw, _SPAN_KEYS, f"{parameter.id}.")
        problems += [_fault(parameter, "", "from、to", f"缺“{k}”") for k in ("from", "to") if k not in raw]
        if problems:
            raise Invalid(tuple(problems))
        return raw["from"], raw["to"], raw.get("step")
    if isinstance(raw, str) and ".." in raw:
        match = _RANGE.fullmatch(fold_width(raw).strip()) if len(raw) <= MOST_TEXT else None
        if match is None:
            raise Invalid((_fault(parameter, raw, "0.2..0.3/0.05", "范围写成 从..到/步长"),))
        return match["start"].strip(), match["stop"].strip(), match["step"]
    return None


def _span(clause: t.Clause, parameter: Parameter, start: object, stop: object, step: object) -> Axis:
    ends = [read_parameter(parameter, one) for one in (start, stop)]
    problems = tuple(one for one in ends if isinstance(one, FieldProblem))
    if problems:
        raise Invalid(problems)
    first, last = (one for one in ends if isinstance(one, int))
    if first > last:
        raise Invalid((_fault(parameter, f"{start}..{stop}", "从小到大", "范围要从小到大写"),))
    if step is None and parameter.kind is not t.Kind.DATE:
        return Axis(clause.identifier, parameter.id, least=first, most=last)
    stride = _step(parameter, step)
    steps = (decode(last) - decode(first)).days if parameter.kind is t.Kind.DATE else last - first
    if steps // stride >= MOST_VALUES:
        raise Invalid((_fault(parameter, f"{steps // stride + 1} 个值", f"最多 {MOST_VALUES:,} 个值", "步长太小，值太多"),))
    values = tuple(_days(first, last, stride) if parameter.kind is t.Kind.DATE else range(first, last + 1, stride))
    return Axis(clause.identifier, parameter.id, values)


def _step(parameter: Parameter, raw: object) -> int:
    stride: int | FieldProblem
    if parameter.kind is t.Kind.DATE:
        text = str(raw if raw is not None else 1).strip().removesuffix("天")
        stride = int(text) if re.fullmatch(r"\d{1,5}", text) else 0
    else:
        stride = read_parameter(parameter, raw.strip() if isinstance(raw, str) else raw)
    if isinstance(stride, FieldProblem) or stride < 1:
        raise Invalid((_fault(parameter, str(raw), "大于 0 的步长", f"步长“{str(raw)[:20]}”读不成，或不大于 0"),))
    return stride


def _days(first: int, last: int, stride: int) -> Iterator[int]:
    day, until = decode(first), decode(last)
    while day <= until:
        yield encode(day)
        day += timedelta(stride)


def _fault(parameter: Parameter, given: str, expected: str, said: str) -> FieldProblem:
    return FieldProblem(parameter.id, given[:40], expected, f"{parameter.label}：{said}；应为 {expected}", "LQ-4408")


# -- whole designs -------------------------------------------------------------------------------------------


def read_design(given: Mapping[str, object], clauses: Mapping[str, t.Clause], basis: Basis) -> Design:
    """Read a design from a table as TOML or JSON gives it. Raises Invalid with every fault."""
    problems = unknown_keys(given, _KEYS, "")
    name = str(given.get("name", "设想"))[:80]
    on: date | None = read_day(given.get("on"), "on", problems)
    method = given.get("method", "random" if "count" in given else "grid")
    if method not in list(Method):
        expected = "、".join(Method)
        problems.append(FieldProblem("method", str(method)[:40], expected, f"method 应是 {expected} 之一", "LQ-4407"))
        method = Method.GRID
    count, seed = (_whole(given, key, problems, default) for key, default in (("count", 0), ("seed", 1)))
    axes: list[Axis] = []
    listed = given.get("clauses", {})
    if not isinstance(listed, Mapping):
        problems.append(FieldProblem("clauses", str(listed)[:40], "一张表", "“clauses”应是一张表", "LQ-4407"))
        listed = {}
    for key, body in listed.items():
        axes += _clause_axes(str(key), body, clauses, basis, problems)
    if problems:
        raise Invalid(tuple(problems))
    return Design(tuple(axes), Method(str(method)), count, seed, Scenario(name, {}, on))


def _clause_axes(
    key: str, body: object, clauses: Mapping[str, t.Clause], basis: Basis, problems: list[FieldProblem]
) -> Iterator[Axis]:
    clause = clauses.get(key)
    if clause is None:
        problems.append(unknown_clause(key, clauses, "clauses"))
        return
    if not isinstance(body, Mapping):
        problems.append(FieldProblem(f"clauses.{key}", str(body)[:40], "一张表", f"“clauses.{key}”应是一张表", "LQ-4407"))
        return
    problems += unknown_keys(body, _CLAUSE_KEYS, f"clauses.{key}.")
    for table, reader in (("values", read_axis), ("readings", read_reading)):
        entries = body.get(table, {})
        if not isinstance(entries, Mapping):
            where = f"clauses.{key}.{table}"
            problems.append(FieldProblem(where, str(entries)[:40], "一张表", f"“{where}”应是一张表", "LQ-4407"))
            continue
        for name, raw in entries.items():
            try:
                yield reader(clause, str(name), raw, basis)
            except Invalid as refused:
                problems += refused.problems


def _whole(given: Mapping[str, object], key: str, problems: list[FieldProblem], default: int) -> int:
    value = given.get(key, default)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= max(MOST_SCENARIOS, 10**6):
        return value
    problems.append(FieldProblem(key, str(value)[:40], "不小于 0 的整数", f"“{key}”应是不小于 0 的整数", "LQ-4407"))
    return default
