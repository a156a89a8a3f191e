"""命令行的设想: --set, --reading, --design, --random and --latin as one design."""

from __future__ import annotations

import re
import tomllib
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.exact_json import read_json_object
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.design import Axis, Design, Method
from luoqiao.core.rules.parameters import get_parameter
from luoqiao.core.rules.read_design import read_axis, read_design, read_reading

MOST_BYTES = 1_000_000


def design_of(clauses: Mapping[str, t.Clause], basis: Basis, arguments: Namespace) -> Design:
    """The design of the command line; without any option it is today alone."""
    design = read_design(_file(arguments.design), clauses, basis) if arguments.design else Design(())
    axes = list(design.axes)
    problems: list[FieldProblem] = []
    for text in arguments.values:
        try:
            axes.append(_axis(text, clauses, basis))
        except Invalid as refused:
            problems += refused.problems
    for text in arguments.reading:
        try:
            axes += _readings(text, clauses, basis)
        except Invalid as refused:
            problems += refused.problems
    problems += _twice(axes)
    if problems:
        raise Invalid(tuple(problems))
    if arguments.random and arguments.latin:
        message = "--random 和 --latin 只写一个"
        raise Invalid((FieldProblem("random", str(arguments.random), "只写一个", message, "LQ-4423"),))
    if arguments.random or arguments.latin:
        method = Method.RANDOM if arguments.random else Method.LATIN
        design = replace(design, method=method, count=arguments.random or arguments.latin, seed=arguments.seed)
    return replace(design, axes=tuple(axes))


def _twice(axes: list[Axis]) -> list[FieldProblem]:
    found = []
    seen: set[tuple[str, str]] = set()
    for axis in axes:
        if (axis.clause, axis.name) in seen:
            message = f"{axis.name} 写了两次；把值写在一处，如 {axis.name}=0.2,0.3"
            found.append(FieldProblem("set", axis.name, "只写一次", message, "LQ-2016"))
        seen.add((axis.clause, axis.name))
    return found


def parameter_clause(name: str, clauses: Mapping[str, t.Clause], basis: Basis) -> tuple[t.Clause, str]:
    """The clause of a parameter, written `clause:parameter` or, where one clause alone has it, `parameter`."""
    head, colon, rest = name.partition(":")
    if colon and head in clauses:
        return clauses[head], rest
    having = [c for c in clauses.values() if not isinstance(get_parameter(c, name, basis.tiers), FieldProblem)]
    if len(having) == 1:
        return having[0], name
    if having:
        expected = "、".join(f"{c.identifier}:{name}" for c in having[:5])
        message = f"{len(having)} 条都有参数“{name[:40]}”；写明是哪一条，如 {expected}，或用 --clause 只选一条"
        raise Invalid((FieldProblem("set", name[:40], expected, message, "LQ-4424"),))
    problems = [p for c in clauses.values() if isinstance(p := get_parameter(c, name, basis.tiers), FieldProblem)]
    nearby = [p for p in problems if "是不是" in p.message] or problems
    if not nearby:
        raise Invalid((FieldProblem("set", name[:40], "", "没有条款可算", "LQ-4401"),))
    raise Invalid((nearby[0],))


def _axis(text: str, clauses: Mapping[str, t.Clause], basis: Basis) -> Axis:
    name, equal, raw = (part.strip() for part in text.partition("="))
    if not equal or not raw:
        message = f"写成 参数=值，如 district.rate=0.3，这里是“{text[:40]}”"
        raise Invalid((FieldProblem("set", text[:40], "参数=值", message, "LQ-4424"),))
    clause, parameter = parameter_clause(name, clauses, basis)
    return read_axis(clause, parameter, raw, basis)


def _readings(text: str, clauses: Mapping[str, t.Clause], basis: Basis) -> list[Axis]:
    """One axis for each clause that has the question: a question is read the same way everywhere."""
    head, colon, rest = text.partition(":")
    chosen = {head: clauses[head]} if colon and head in clauses else clauses
    question, equal, raw = (part.strip().upper() for part in (rest if colon and head in clauses else text).partition("="))
    if not equal or not raw:
        raise Invalid((FieldProblem("reading", text[:40], "X-11=A,B", f"读法写成 X-11=A,B，这里是“{text[:40]}”", "LQ-2032"),))
    having = [c for c in chosen.values() if question in switches(c, basis.cap_period_question)]
    if not having:
        known = sorted({q for c in chosen.values() for q in switches(c, basis.cap_period_question)})
        message = f"这些条款没有读法 {question[:20]}；可用的是 {'、'.join(known) or '（没有读法）'}"
        raise Invalid((FieldProblem("reading", text[:40], "、".join(known), message, "LQ-2030"),))
    return [read_reading(clause, question, raw, basis) for clause in having]


def _file(name: str) -> Mapping[str, Any]:
    path = Path(name)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        message = f"读不到文件 {name[:60]}；请核对路径和权限"
        raise Invalid((FieldProblem("design", name[:60], "可读的文件", message, "LQ-2019"),)) from None
    if len(raw) > MOST_BYTES:
        raise Invalid((FieldProblem("design", name[:60], "不超过 1 MB", "设想文件超过 1 MB", "LQ-2017"),))
    if path.suffix.lower() == ".json":
        return read_json_object(raw, "design", '{"clauses": {…}}')
    try:
        return tomllib.loads(raw.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        message = "设想文件不是 UTF-8 文字；请另存为 UTF-8"
        raise Invalid((FieldProblem("design", name[:60], "UTF-8", message, "LQ-2018"),)) from None
    except tomllib.TOMLDecodeError as fault:
        message = f"设想文件不是 TOML：{_place(str(fault))}读不下去"
        raise Invalid((FieldProblem("design", name[:60], "TOML", message, "LQ-4425"),)) from None


def _place(said: str) -> str:
    found = re.search(r"line (\d+), column (\d+)", said)
    return f"第 {found[1]} 行第 {found[2]} 列" if found else "末尾"
