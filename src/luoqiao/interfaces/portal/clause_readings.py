"""条款页的读法: each switch of a clause with its options, and what another option would change for the facts entered."""

from __future__ import annotations

from collections.abc import Callable

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules.answer import Answer, Range
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.readings import ReadingQuestion, in_force
from luoqiao.core.rules.wording import show_range
from luoqiao.interfaces.portal.calculator_input import Case
from luoqiao.interfaces.portal.form_parts import Reading, ReadingOption
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.policies.pack import Pack


def switches_of(pack: Pack, case: Case, href: Callable[[str], str]) -> tuple[Reading, ...]:
    """The readings that a clause can be switched by, with the money at stake; `href` gives the page of a reading."""
    chosen = {used.question: used.letter for used in case.answer.readings}
    found = []
    for key, letters in switches(case.clause, pack.meta.cap_period).items():
        question = pack.readings[key]
        stakes = [_stake(pack, case, key, letter) for letter in letters if letter != chosen[key]]
        found.append(Reading(
            key, question.question, _options(question, letters, chosen[key]), key, decided_words(question, case),
            "改了会怎样", "；".join(stakes), href=href(key),
        ))  # fmt: skip
    return tuple(found)


def decided_words(question: ReadingQuestion, case: Case) -> str:
    """已裁定 A（文号），自某日起; empty while it holds by default."""
    letter, default = in_force(question, case.on)
    if default:
        return ""
    held = [d for d in question.decisions if d.from_on <= case.on][-1]
    return f"已裁定 {letter}（{held.document_number}），自 {held.from_on} 起"


def _options(question: ReadingQuestion, letters: tuple[str, ...], chosen: str) -> tuple[ReadingOption, ...]:
    return tuple(
        ReadingOption(o.letter, o.letter, o.wording, tuple(Quote(c.quote, c.anchor) for c in o.citations),
                      o.letter == question.default, o.letter == chosen)
        for o in question.options if o.letter in letters
    )  # fmt: skip


def _stake(pack: Pack, case: Case, key: str, letter: str) -> str:
    if case.typed.empty:
        return f"改为 {letter}：先填上面的事实，再看差多少"
    readings = {used.question: used.letter for used in case.answer.readings} | {key: letter}
    try:
        other = explain(
            case.clause, case.facts, on=case.on, readings=readings, earlier=case.earlier, basis=pack.basis
        )
    except Invalid as refused:
        reasons = "；".join(problem.message for problem in refused.problems)
        return f"改为 {letter}：这种读法下不成立：{reasons}"
    return f"改为 {letter}：{difference(case.answer, other)}"


def difference(now: Answer, other: Answer) -> str:
    """What changes between two answers, in money: exact when both are, else as ranges."""
    if now.total == other.total and all(now.shares[k].amount == other.shares[k].amount for k in now.shares):
        return "按现在填的，金额不变"
    asked = {one.path for one in now.open_questions}
    missing = dict.fromkeys(one.input.label for one in other.open_questions if one.path not in asked)
    if missing:
        return f"先填{'、'.join(missing)}，才算得出差多少"
    if other.total.high is None or now.total.high is None:
        return "先填还差的事实，才算得出差多少"
    moved = [
        f"{share.tier.label}{_moved(share.amount, other.shares[code].amount)}"
        for code, share in now.shares.items()
        if share.amount != other.shares[code].amount
    ]
    return f"{'，'.join(moved)}；合计 {show_range(other.total)}"


def _moved(before: Range, after: Range) -> str:
    if before.exact is None or after.exact is None:
        return f"变为 {show_range(after)}"
    more = after.exact - before.exact
    return f"{'多' if more > 0 else '少'} {show_yuan(abs(more))}"
