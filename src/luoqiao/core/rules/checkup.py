"""政策体检: one firm's facts put to every clause at once; what it may have, what is still missing, what
not and why.

Each clause is judged by *explain*; here the answers are put in order of money, the tiers are added up,
and the open questions are put in the order in which answering them is worth most. Whether two clauses
may be enjoyed together on one investment (读法 X-23) is not decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Question, Range
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.earlier import Earlier, read_earlier
from luoqiao.core.rules.explain import PLAIN, explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.pooled_facts import NO_SUCH_CLAUSE, prefixed, read_pooled

NOTHING = Range(0, 0)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """还要回答的问题: the fact by its full name, the clause that waits for it, and the most that the
    clause may bring.

    `most` is None where the clause sets no limit.
    """

    key: str
    clause: t.Clause
    question: Question
    most: int | None


@dataclass(frozen=True, slots=True)
class Sums:
    """合计: the whole and each tier by its code."""

    total: Range
    shares: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Checkup:
    """体检结果: answers with the largest money first; `set_aside` are clauses that the firm says do not
    concern it.
    """

    on: date
    in_force: bool
    answers: tuple[Answer, ...]
    set_aside: tuple[t.Clause, ...]
    sums: Sums
    certain: Sums
    open_questions: tuple[OpenQuestion, ...]

    def having(self, outcome: Outcome) -> tuple[Answer, ...]:
        """The answers with this outcome, in order."""
        return tuple(answer for answer in self.answers if answer.outcome is outcome)


def check_up(
    clauses: Iterable[t.Clause],
    facts: Mapping[str, object],
    *,
    on: date,
    readings: Mapping[str, str] | None = None,
    earlier: Mapping[str, Mapping[str, object]] | None = None,
    set_aside: Collection[str] = (),
    basis: Basis = PLAIN,
) -> Checkup:
    """Judge one firm under all clauses on a day.

    `facts` in JSON form are named `<clause>.<input>` (see `pooled_facts`), `earlier` holds by clause
    what was granted before, `set_aside` names clauses that do not concern the firm: they are not asked
    about. Raises Invalid with every name, value and reading that cannot be used.
    """
    every = tuple(clauses)
    problems = [
        *_unknown_clauses("set_aside", set_aside, every),
        *_unknown_clauses("earlier", earlier or {}, every),
    ]
    problems += _unknown_readings(every, readings or {}, basis)
    try:
        by_clause = read_pooled(every, facts, basis.tiers)
    except Invalid as refused:
        raise Invalid((*problems, *refused.problems)) from None
    answers: list[Answer] = []
    for clause in every:
        try:
            before = read_earlier(clause, (earlier or {}).get(clause.identifier, {}), basis.tiers)
            if clause.identifier not in set_aside:
                known = by_clause[clause.identifier]
                answers.append(_judge(clause, known, on, readings or {}, before, basis))
        except Invalid as refused:
            problems += prefixed(refused.problems, clause)
    if problems:
        raise Invalid(tuple(problems))
    answers.sort(key=_by_money)
    aside = tuple(clause for clause in every if clause.identifier in set_aside)
    entitled = [answer for answer in answers if answer.outcome is Outcome.ENTITLED]
    in_force = any(clause.header.first <= on <= clause.header.last for clause in every)
    return Checkup(
        on, in_force, tuple(answers), aside, _sums(answers, basis), _sums(entitled, basis), _open(answers)
    )


def _judge(
    clause: t.Clause, facts: Facts, on: date, readings: Mapping[str, str], before: Earlier, basis: Basis
) -> Answer:  # fmt: skip
    own = switches(clause, basis.cap_period_question)
    asked = {question: letter for question, letter in readings.items() if question in own}
    return explain(clause, facts, on=on, readings=asked, earlier=before, basis=basis)


def _by_money(answer: Answer) -> tuple[int, bool, int]:
    """Entitled first, then open, then not entitled; within them the largest first, what has no upper
    limit last.
    """
    order = (Outcome.ENTITLED, Outcome.UNDETERMINED, Outcome.NOT_ENTITLED)
    return order.index(answer.outcome), answer.total.high is None, -(answer.total.high or answer.total.low)


def _sums(answers: Iterable[Answer], basis: Basis) -> Sums:
    every = tuple(answers)
    shares = {tier.code: _add(a.shares[tier.code].amount for a in every) for tier in basis.tiers}
    return Sums(_add(a.total for a in every), shares)


def _add(amounts: Iterable[Range]) -> Range:
    low, high = 0, 0
    is_open = False
    for amount in amounts:
        low += amount.low
        is_open = is_open or amount.high is None
        high += amount.high or 0
    return Range(low, None if is_open else high)


def _open(answers: Iterable[Answer]) -> tuple[OpenQuestion, ...]:
    """The open questions in the order of the answers: the clause that may bring most first."""
    return tuple(
        OpenQuestion(f"{a.clause.identifier}.{q.path}", a.clause, q, a.total.high)
        for a in answers
        for q in a.open_questions
    )


def _unknown_clauses(field: str, named: Iterable[str], clauses: tuple[t.Clause, ...]) -> list[FieldProblem]:
    known = [clause.identifier for clause in clauses]
    found = []
    for name in named:
        if name not in known:
            near = nearest(name[:60], known)
            hint = f"；是不是“{near}”？" if near else ""
            message = f"没有条款“{name[:40]}”{hint}"
            found.append(
                FieldProblem(f"{field}.{name[:60]}", name[:40], "、".join(known), message, NO_SUCH_CLAUSE)
            )
    return found


def _unknown_readings(
    clauses: tuple[t.Clause, ...], readings: Mapping[str, str], basis: Basis
) -> list[FieldProblem]:
    """A reading must switch at least one of the clauses, to an option that one of them has."""
    known: dict[str, set[str]] = {}
    for clause in clauses:
        for question, letters in switches(clause, basis.cap_period_question).items():
            known.setdefault(question, set()).update(letters)
    found = []
    for question, letter in readings.items():
        given = f"{question[:20]}={letter[:20]}"
        if question not in known:
            expected = "、".join(sorted(known))
            message = f"没有一个条款可以按读法 {question[:20]} 切换；可用的是 {expected}"
            found.append(FieldProblem("reading", given, expected, message, "LQ-2030"))
        elif letter not in known[question]:
            expected = "、".join(sorted(known[question]))
            message = f"读法 {question} 没有选项 {letter[:20]}；可选 {expected}"
            found.append(FieldProblem("reading", given, expected, message, "LQ-2031"))
    return found
