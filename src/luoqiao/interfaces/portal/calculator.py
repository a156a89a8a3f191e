"""试算的结果: an answer as what the reader sees first: how much, from which tier, by which sentence; then how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Reason, Share
from luoqiao.core.rules.nearby import cliffs, distances
from luoqiao.core.rules.present import question_text
from luoqiao.core.rules.wording import OUTCOME_WORDS, share_marks, show_input
from luoqiao.interfaces.portal.calculator_input import Case
from luoqiao.interfaces.portal.calculator_steps import steps_of
from luoqiao.interfaces.portal.checkup_reasons import refusal_of
from luoqiao.interfaces.portal.clause_outside import outside_notes
from luoqiao.interfaces.portal.clause_rule import Numbers
from luoqiao.interfaces.portal.parts import Link, Quote, Step, Tag, TierAmount
from luoqiao.interfaces.portal.tier_quotes import tier_quotes
from luoqiao.interfaces.portal.zero_reasons import zero_reason
from luoqiao.policies.pack import Pack

_TAGS = {
    Outcome.ENTITLED: Tag(OUTCOME_WORDS[Outcome.ENTITLED], "entitled"),
    Outcome.NOT_ENTITLED: Tag(OUTCOME_WORDS[Outcome.NOT_ENTITLED], "not_entitled"),
    Outcome.UNDETERMINED: Tag(OUTCOME_WORDS[Outcome.UNDETERMINED], "undetermined"),
}


@dataclass(frozen=True, slots=True)
class TierRow:
    """一级给多少: the tier, low and high end (None: open), marks, who is paid, the words it rests on, why it is zero."""

    name: str
    shade: str
    low: int | None
    most: int | None
    unbounded: bool
    marks: tuple[Tag, ...]
    payee: str
    quotes: tuple[Quote, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """试算结果, ready to be laid out."""

    tag: Tag
    blank: bool
    low: int
    most: int | None
    unbounded: bool
    estimate: Tag | None
    why: str
    tiers: tuple[TierRow, ...]
    bar: tuple[TierAmount, ...]
    steps: tuple[Step, ...]
    questions: tuple[Link, ...]
    near: tuple[str, ...]
    edges: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    undecided: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether part of the money is sure although a question is still open."""
        return not self.blank and self.low > 0 and self.most != self.low

    @property
    def shown_most(self) -> int | None:
        """The upper end where it differs from the lower one."""
        return None if self.most == self.low else self.most


def result_of(pack: Pack, case: Case, numbers: Numbers) -> Result:
    """What an answer says, in the order in which a reader asks."""
    answer = case.answer
    marks = {share.tier.label: share_marks(share) for share in answer.shares.values()}
    nothing = answer.outcome is Outcome.NOT_ENTITLED
    edges = () if nothing and not answer.in_force else cliffs(
        case.clause, case.facts, answer, earlier=case.earlier, basis=pack.basis
    )
    return Result(
        tag=_TAGS[answer.outcome],
        blank=case.typed.empty,
        low=answer.total.low,
        most=answer.total.high,
        unbounded=answer.total.high is None,
        estimate=_estimate(answer),
        why=_why(answer),
        tiers=() if nothing else tuple(_tiers(answer)),
        bar=_bar(answer),
        steps=steps_of(answer, numbers, {} if nothing else marks),
        questions=tuple(_question(one.input, one.path) for one in answer.open_questions),
        near=tuple(f"{one.text}。" for one in distances(answer)),
        edges=tuple(f"{one.text}。" for one in edges),
        facts=tuple(_facts(case)),
        notes=(*_notes(case), *outside_notes(pack, case)),
        undecided=tuple(used.question for used in answer.readings if used.default),
    )


def _estimate(answer: Answer) -> Tag | None:
    if not answer.estimate:
        return None
    ceiling = any(share.ceiling for share in answer.shares.values())
    return Tag("预估上限" if ceiling else "预估", "estimate")


def _why(answer: Answer) -> str:
    """One sentence for a refusal: which condition, which day, which cap."""
    if answer.outcome is not Outcome.NOT_ENTITLED:
        return ""
    header = answer.clause.header
    said = {
        Reason.CONDITION: "；".join(refusal_of(answer).reasons),
        Reason.OUTSIDE_PERIOD: f"{answer.on} 不在本条期限 {header.first} 至 {header.last} 之内",
        Reason.CAP_USED_UP: "上限已经用完",
        Reason.ALREADY_RECEIVED: "一次性的补助以前已经领过",
        Reason.NOTHING_TO_PAY: "按所填的数，算出来是零",
    }
    return "；".join(said[reason] for reason in answer.reasons)


def _tiers(answer: Answer) -> Iterator[TierRow]:
    for place, share in enumerate(answer.shares.values(), 1):
        if share.defined:
            unbounded = share.amount.high is None
            most = None if share.amount.exact is not None else share.amount.high
            marks = tuple(Tag(word, "estimate") for word in share_marks(share))
            yield TierRow(share.tier.label, f"w{place}", share.amount.low, most, unbounded, marks, share.payee,
                          tier_quotes(answer, share.tier.label), zero_reason(answer, share))  # fmt: skip


def _bar(answer: Answer) -> tuple[TierAmount, ...]:
    def amount(share: Share) -> int | None:
        return share.amount.exact if share.defined else None

    return tuple(TierAmount(s.tier.label, s.tier.label[:1], amount(s)) for s in answer.shares.values())


def _question(one: t.Input, path: str) -> Link:
    """The question, and the field that answers it."""
    item, _, field = path.partition("[")[2].partition("].")
    if not item:
        row = f"-1-{one.fields[0].identifier}" if one.fields else ""
        return Link(question_text(one), f"#{one.identifier}{row}")
    return Link(f"{question_text(one)}（第 {item} 项）", f"#{one.identifier}-{item}-{field}")


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    for one in case.clause.inputs:
        if one.label in case.facts.values:
            yield one.label, show_input(one.kind, case.facts.values[one.label])
    for tier, granted in case.facts.granted.items():
        yield f"{tier}实拨", show_input(t.Kind.MONEY, granted)


def _notes(case: Case) -> Iterator[str]:
    for one in case.answer.defaulted:
        yield f"没有填“{one.label}”，按“{one.default}”计算。"
    for finding in case.answer.findings:
        yield f"{finding.message}（{finding.code}）。"
    if case.typed.ignored:
        yield f"网址里的 {'、'.join(case.typed.ignored[:3])} 不是本条的问题，没有采用。"
