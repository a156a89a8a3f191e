"""体检里还不能判定的各条: what is certain already and what more they may bring, by tier; their questions with their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from luoqiao.core.rules.answer import Answer, Outcome, Share
from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.checkup import Sums
from luoqiao.interfaces.portal.checkup_fields import Ask, Asks, asks_of
from luoqiao.interfaces.portal.checkup_form import CheckupForm
from luoqiao.interfaces.portal.checkup_judging import Judged
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.checkup_question_quotes import quotes_of_question
from luoqiao.interfaces.portal.checkup_rows import anchor_of, clause_href, marks_of
from luoqiao.interfaces.portal.parts import Quote, TierAmount


@dataclass(frozen=True, slots=True)
class Open:
    """还不能判定的一条: what is certain already, the most that it may bring (None: no limit), both by tier, its questions.

    Of a clause of which nothing was answered nothing is certain: it may not concern the firm at all.
    """

    identifier: str
    name: str
    anchor: str
    href: str
    least: int
    most: int | None
    tiers: tuple[TierAmount, ...]
    asks: Asks
    answer: Answer
    touched: bool

    @property
    def waiting(self) -> tuple[Ask, ...]:
        """Every question without an answer yet."""
        return self.asks.waiting

    @property
    def questions(self) -> tuple[tuple[Ask, tuple[Quote, ...]], ...]:
        """The questions to show, each with the sentences that it drives; a sentence is said once."""
        return tuple(_beside(self.answer, self.asks.shown))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences that its questions drive, the answered ones too."""
        every = (*self.asks.shown, *self.asks.following)
        return tuple(quote for _, quotes in _beside(self.answer, every) for quote in quotes)

    @property
    def settled(self) -> tuple[TierAmount, ...]:
        """The tiers of which some money is certain."""
        return tuple(tier for tier in self.tiers if tier.fen)

    @property
    def marks(self) -> tuple[str, ...]:
        """预估, 预估上限, 待…兑现, of what is certain."""
        return marks_of(self.answer) if self.least else ()


def _beside(answer: Answer, asks: Iterable[Ask]) -> Iterator[tuple[Ask, tuple[Quote, ...]]]:
    said: set[str] = set()
    for ask in asks:
        quotes = quotes_of_question(answer, ask.field.label)
        yield ask, tuple(quote for quote in quotes if quote.text not in said)
        said.update(quote.text for quote in quotes)


def open_rows(programme: Programme, form: CheckupForm, judged: Judged) -> tuple[Open, ...]:
    """The clauses that wait for an answer, the largest first."""
    return tuple(
        _open(answer, asks_of(programme, form, judged, answer), touched=form.is_touched(answer.clause))
        for answer in judged.checkup.having(Outcome.UNDETERMINED)
    )


def _open(answer: Answer, asks: Asks, *, touched: bool) -> Open:
    clause = answer.clause
    return Open(
        clause.identifier, clause.title, anchor_of(clause), clause_href(clause, answer),
        answer.total.low if touched else 0, answer.total.high,
        tuple(_tier_range(share, touched) for share in answer.shares.values()), asks, answer, touched,
    )  # fmt: skip


def _tier_range(share: Share, touched: bool) -> TierAmount:
    """What is certain of a tier and the most that it may pay."""
    tier, amount = share.tier, share.amount
    if not share.defined:
        return TierAmount(tier.label, tier.label[0], None)
    low = amount.low if touched else 0
    return TierAmount(tier.label, tier.label[0], low, amount.high, unlimited=amount.high is None)


def more_of(rows: Iterable[Open]) -> int:
    """How much more than what is certain the open clauses that have a limit may bring together."""
    return sum(row.most - row.least for row in rows if row.most is not None)


def sums_by_tier(
    sums: Sums, tiers: Iterable[Tier], more: tuple[Open, ...] = ()
) -> tuple[TierAmount, ...]:
    """The sums of the certain amounts, with what is certain of open clauses where these are given."""
    return tuple(
        TierAmount(
            tier.label,
            tier.label[0],
            sums.shares[tier.code].low + sum(row.tiers[at].fen or 0 for row in more),
        )
        for at, tier in enumerate(tiers)
    )
