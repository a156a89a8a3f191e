"""案件表单: what the applicant fills in, read whole: every problem is listed, nothing is half-read.

For a case under a clause the form is the clause's inputs (`core/rules/facts.py` reads them); the fields that a procedure adds
are read here. Values are kept in JSON form, as typed and cleaned, so that a form can be shown again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import InvalidOperation

from luoqiao.core.cases.procedure import FormField
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import EXPECTED, read_value

SUBJECT, NOTE = "subject", "note"
"""Two fields of every form beside its own: which project or product it is about, and a remark."""
LONGEST = {"文字": 200, "长文": 5000}
YES_NO = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}


class BadForm(Invalid):
    """表单填写有误."""

    code = "LQ-5520"


def read_fields(fields: Iterable[FormField], given: Mapping[str, object], *, whole: bool) -> dict[str, object]:
    """The values of a procedure's own fields; `whole`: required ones must be there. Raises BadForm with every problem."""
    found: dict[str, object] = {}
    problems: list[FieldProblem] = []
    for field in fields:
        raw = given.get(field.id)
        text = str(raw).strip() if raw is not None else ""
        if not text:
            if whole and field.required:
                problems.append(FieldProblem(field.id, "", "必填", f"{field.label}还没有填", "LQ-5521"))
            continue
        problem = _problem(field, text)
        if problem:
            said = f"{field.label}写成“{text[:40]}”；应为{problem}"
            problems.append(FieldProblem(field.id, text[:40], problem, said, "LQ-5522"))
            continue
        found[field.id] = text
    if problems:
        raise BadForm(tuple(problems))
    return found


def _problem(field: FormField, text: str) -> str:
    """What the value should have been; empty when it can be read."""
    if field.kind in LONGEST:
        return "" if len(text) <= LONGEST[field.kind] else f"最多 {LONGEST[field.kind]} 个字"
    if field.kind == "选项":
        return "" if text in field.options else "、".join(field.options)
    if field.kind == "日期":
        try:
            date.fromisoformat(text)
        except ValueError:
            return "日期，如 2023-06-30"
        return ""
    if field.kind == "是否":
        return "" if text.lower() in YES_NO else "是 或 否"
    kind = t.Kind(field.kind)
    try:
        read_value(kind, text)
    except (NotMoney, ValueError, TypeError, InvalidOperation, OverflowError):
        return EXPECTED[kind]
    return ""


def missing_inputs(clause: t.Clause, facts: Mapping[str, object]) -> tuple[FieldProblem, ...]:
    """Needed inputs of a clause that are not filled in; the calculation itself says which of them matter."""
    return tuple(
        FieldProblem(one.identifier, "", "必填", f"{one.label}还没有填", "LQ-5521")
        for one in clause.inputs
        if one.need is t.Need.NEEDED and facts.get(one.identifier) in (None, "")
    )


def names_subject(clause: t.Clause) -> str:
    """What one case of the clause is about besides the enterprise (项目, 装备产品 …); empty when it is the enterprise alone."""
    about = clause.header.subject.split("，")[0].strip()
    return "" if about == "企业" else about


def by_year(clause: t.Clause) -> bool:
    """Whether the clause is claimed year by year."""
    return "按年度" in clause.header.subject
