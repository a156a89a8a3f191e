"""体检结果的呈现: a check-up as data for programs; each clause's answer is the one *calc* gives."""

from __future__ import annotations

from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules.answer import Range
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.checkup import Checkup, OpenQuestion, Sums
from luoqiao.core.rules.present import as_data, question_text
from luoqiao.core.rules.wording import range_data


def checkup_data(checkup: Checkup, basis: Basis) -> dict[str, object]:
    """The check-up as JSON-ready data: money as strings of yuan, null while it is open."""
    return {
        "on": checkup.on.isoformat(),
        "in_force": checkup.in_force,
        "version": basis.version,
        **_sums(checkup.sums),
        "entitled": _sums(checkup.certain),
        "clauses": [as_data(answer) for answer in checkup.answers],
        "set_aside": [{"clause": clause.identifier, "name": clause.title} for clause in checkup.set_aside],
        "open_questions": [_question(one) for one in checkup.open_questions],
    }


def _sums(sums: Sums) -> dict[str, object]:
    return {
        "total": _exact(sums.total),
        "range": range_data(sums.total),
        "shares": {code: _exact(share) for code, share in sums.shares.items()},
        "share_ranges": {code: range_data(share) for code, share in sums.shares.items()},
    }


def _exact(amount: Range) -> str | None:
    return None if amount.exact is None else yuan_text(amount.exact)


def _question(one: OpenQuestion) -> dict[str, object]:
    asked = one.question.input
    return {
        "key": one.key,
        "clause": one.clause.identifier,
        "clause_name": one.clause.title,
        "label": asked.label,
        "question": question_text(asked),
        "type": asked.kind.name.lower(),
        "evidence": list(asked.evidence),
        "most": None if one.most is None else yuan_text(one.most),
    }
