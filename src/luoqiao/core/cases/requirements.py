"""要交的材料: which documents a case needs, from the clause's own words (凭证 合同、发票) or the procedure's list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luoqiao.core.cases.procedure import Begin, Procedure
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.rules import tree as t

INVOICE = "发票"
"""This kind of evidence is entered as invoices, not as pictures: each line is used once."""
NOTHING_TO_PROVE = frozenset({"0", "0.00", "否", "no", "false", "False", "无"})
"""Answers that need no paper: who says no, or nought, has nothing to show."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """一项材料: its name, which facts it proves, whether the case may be handed in without it."""

    name: str
    proves: tuple[str, ...] = ()
    shows: str = ""
    required: bool = True

    @property
    def by_invoices(self) -> bool:
        """Whether invoices meet it."""
        return self.name == INVOICE


def requirements_of(
    clause: t.Clause | None, procedure: Procedure, facts: Mapping[str, object]
) -> tuple[Requirement, ...]:
    """What this case needs: evidence of every fact that was given or must be, then what the procedure asks for.

    A case that a list began asks the enterprise for nothing: the list is the evidence.
    """
    if procedure.begin is Begin.LIST:
        return ()
    proves: dict[str, list[str]] = {}
    needed: set[str] = set()
    for one in _with_fields(clause.inputs if clause else ()):
        said = str(facts.get(one.identifier, "")).strip()
        if said in NOTHING_TO_PROVE or (not said and one.need is not t.Need.NEEDED):
            continue
        for name in one.evidence:
            proves.setdefault(name, []).append(one.label)
            needed.add(name)
    asked = [Requirement(name, tuple(labels), required=name in needed) for name, labels in proves.items()]
    asked += [Requirement(one.name, (), one.shows, one.required) for one in procedure.documents if one.name not in proves]
    return tuple(asked)


def _with_fields(inputs: Iterable[t.Input]) -> Iterable[t.Input]:
    for one in inputs:
        yield one
        yield from one.fields


def invoice_inputs(clause: t.Clause) -> tuple[t.Input, ...]:
    """The amounts of money that invoices prove, in the order of the clause."""
    return tuple(one for one in clause.inputs if one.kind is t.Kind.MONEY and INVOICE in one.evidence)


def missing_documents(
    requirements: Iterable[Requirement], attached: Iterable[str], *, invoices: int
) -> tuple[FieldProblem, ...]:
    """Every required document that is not there, all at once."""
    there = set(attached)
    return tuple(
        FieldProblem(f"document:{one.name}", "", "上传", _say(one), "LQ-5523")
        for one in requirements
        if one.required and one.name not in there and not (one.by_invoices and invoices)
    )


def _say(one: Requirement) -> str:
    proves = f"（证明{'、'.join(one.proves)}）" if one.proves else ""
    how = "请登记发票并选用" if one.by_invoices else "请上传或从“我的材料”里选"
    return f"还缺{one.name}{proves}；{how}"
