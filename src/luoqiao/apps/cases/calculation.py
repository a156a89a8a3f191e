"""案件的测算: the clause put to the facts that are adopted for the case, under the version and the day it is pinned to.

The result is what may be granted at most. Facts, documents, invoices, rule, readings and calculation together are the
snapshot of a decision: enough to work it out again years later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luoqiao.apps.cases.contents import HandedIn, clause_of, facts_content, facts_of, handed_in
from luoqiao.apps.cases.earlier import earlier_of
from luoqiao.apps.cases.models import Case, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases.case_facts import FactLine
from luoqiao.core.cases.credit_check import CreditCheck
from luoqiao.core.cases.form import NOTE
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import parse_money, yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.present import as_data
from luoqiao.policies.pack import Pack


class NothingToGrant(Invalid):
    """按规则没有金额: the facts do not meet the clause; the form is kept."""

    code = "LQ-5524"


@dataclass(frozen=True, slots=True)
class Calculation:
    """测算: the answer with every step, the fen by tier that follow from it, what was granted before."""

    answer: Answer
    amounts: Mapping[str, int]
    earlier: Mapping[str, str]


def calculate(
    row: Case, clause: t.Clause, facts: Mapping[str, object], pack: Pack, earlier: Earlier | None = None
) -> Calculation:
    """Judge the case by these facts (JSON form); raises Invalid for facts that cannot be read.

    `earlier`: what other cases take up of the caps, where the caller knows it; else it is asked for.
    """
    earlier = earlier_of(row, clause, pack) if earlier is None else earlier
    read = read_facts(clause, facts, pack.basis.tiers)
    answer = explain(clause, read, on=row.rule_on, earlier=earlier, basis=pack.basis)
    amounts = {code: share.amount.low for code, share in answer.shares.items()}
    told = {f"{name}·{unit}": yuan_text(fen) for (name, unit), fen in sorted(earlier.items())}
    return Calculation(answer, amounts, told)


def earlier_in(content: Mapping[str, Any]) -> Earlier:
    """What other cases had taken up of the caps when a snapshot was kept: a decided case is not judged by later ones."""
    found: dict[tuple[str, str], int] = {}
    for told, amount in content.get("earlier", {}).items():
        name, _, unit = told.rpartition("·")
        found[name, unit] = parse_money(amount)
    return found


def calculation_of(opened: Opened) -> Calculation | None:
    """What the rule gives for the facts that are adopted now; None for cases without a clause."""
    clause = clause_of(opened)
    if clause is None:
        return None
    return calculate(opened.row, clause, facts_of(opened, handed_in(opened)), opened.pack)


def ceiling_of(calculation: Calculation | None) -> Mapping[str, int] | None:
    """最多可核定多少: by tier; zero everywhere when the facts do not meet the clause."""
    if calculation is None:
        return None
    if calculation.answer.outcome is not Outcome.ENTITLED:
        return dict.fromkeys(calculation.amounts, 0)
    return calculation.amounts


def refuse_unless_entitled(calculation: Calculation) -> None:
    """A case is handed in when the rule gives something and nothing is open; NothingToGrant lists what is missing else."""
    answer = calculation.answer
    if answer.outcome is Outcome.ENTITLED:
        return
    if answer.outcome is Outcome.UNDETERMINED:
        problems = [
            FieldProblem(one.path, "", "必填", f"还要填：{one.input.question or one.input.label}", "LQ-5521")
            for one in answer.open_questions
        ]
    else:
        reasons = "、".join(answer.reasons) or "条件不符"
        said = f"按现在填的事实不符合“{answer.clause.title}”：{reasons}；表单已经保存，改正后再提交"
        problems = [FieldProblem("facts", "", "符合条件", said, "LQ-5524")]
    raise NothingToGrant(tuple(problems))


def keep_snapshot(row: Case, content: Mapping[str, object], at: datetime) -> str:
    """Keep what was handed in or decided on and give its digest; the same content is kept once."""
    digest = digest_of(content)
    Snapshot.objects.get_or_create(case=row, digest=digest, defaults={"content": dict(content), "at": at})
    return digest


def digest_of(content: Mapping[str, object]) -> str:
    """SHA-256 of the content in its one canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def submission_content(
    row: Case, given: HandedIn, lines: Sequence[FactLine], clause: t.Clause | None, calculation: Calculation | None
) -> dict[str, object]:
    """What was handed in, whole."""
    content = {"kind": "submission", "note": given.form.get(NOTE, ""), **_given(given)}
    return content | _ruled(row, lines, clause, calculation)


def decision_content(
    row: Case, given: HandedIn, lines: Sequence[FactLine], clause: t.Clause | None, calculation: Calculation | None,
    credit: CreditCheck | None = None,
) -> dict[str, object]:  # fmt: skip
    """What a decision was made on; decisions on the same facts under the same rule have the same content."""
    content = {"kind": "decision", **_given(given)} | _ruled(row, lines, clause, calculation)
    return content | {"credit": credit.as_values()} if credit else content


def _given(given: HandedIn) -> dict[str, object]:
    return {
        "form": dict(given.form), "invoices": [dict(one) for one in given.invoices],
        "documents": [dict(one) for one in given.documents], "sources": dict(given.sources or {}),
    }  # fmt: skip


def _ruled(
    row: Case, lines: Sequence[FactLine], clause: t.Clause | None, calculation: Calculation | None
) -> dict[str, object]:
    """Which facts were adopted, which rule was put to them and what came of it."""
    if clause is None or calculation is None:
        return {}
    return {
        "facts": facts_content(lines),
        "rule": {"pack": row.pack, "digest": row.pack_digest, "clause": clause.identifier, "on": row.rule_on.isoformat()},
        "earlier": dict(calculation.earlier),
        "answer": as_data(calculation.answer),
        "amounts": {tier: yuan_text(fen) for tier, fen in calculation.amounts.items()},
    }
