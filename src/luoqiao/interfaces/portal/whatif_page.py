"""试算页的内容: one clause, one scenario, one population, put together for the page, the files and the saved scenarios."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.readings import in_force
from luoqiao.interfaces.portal.charts import ClauseChart
from luoqiao.interfaces.portal.form_parts import RuledTable
from luoqiao.interfaces.portal.parts import Count, Link, Quote
from luoqiao.interfaces.portal.whatif_answer import Answer, answer_of, curve_of
from luoqiao.interfaces.portal.whatif_chart import chart_of, gain_chart_of
from luoqiao.interfaces.portal.whatif_fields import WhatIfForm, changed_figures, form_of
from luoqiao.interfaces.portal.whatif_population import Population, population_of
from luoqiao.interfaces.portal.whatif_query import Typed, canonical, read_query, turn
from luoqiao.interfaces.portal.whatif_tables import (
    group_tables,
    largest_table,
    quantile_words,
    reading_table,
    signed,
)
from luoqiao.interfaces.portal.whatif_words import headline, notes
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class CostRow:
    """一级的费用: today, in the scenario, and the difference in words."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> str:
        """+13.91, -2.00 or 不变."""
        return signed(self.after - self.before) if self.after != self.before else "不变"


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """一个读法: what each option means, as a line below the table."""

    question: str
    words: str
    href: str
    decided: bool


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """试算页: everything that the templates lay out; `query` is the shortest address of the scenario."""

    clause: t.Clause
    answer: Answer
    form: WhatIfForm
    headline: str
    notes: tuple[str, ...]
    cost_rows: tuple[CostRow, ...]
    change: str
    counts: tuple[Count, ...]
    readings: RuledTable
    idle: tuple[str, ...]
    groups: tuple[tuple[str, RuledTable], ...]
    largest: RuledTable
    quantiles: str
    chart: ClauseChart | None
    gains: ClauseChart | None
    reading_words: tuple[ReadingWords, ...]
    quotes: tuple[Quote, ...]
    undecided: tuple[str, ...]
    clause_link: Link
    base: str
    query: str
    typed_ignored: tuple[str, ...]

    @property
    def population(self) -> Population:
        """Which enterprises it was computed on."""
        return self.answer.population

    @property
    def address(self) -> str:
        """The page with every field."""
        return f"{self.base}?{self.query}" if self.query else self.base

    @property
    def errors(self) -> int:
        """How many fields could not be read."""
        return len(self.answer.turning.errors) + len(self.population.problems)

    @property
    def unread(self) -> str:
        """For a file, which has no red fields: how many were left as today, and why; empty when all were read."""
        said = (*self.answer.turning.errors.values(), *(one.message for one in self.population.problems))
        return f"有 {len(said)} 项填写没有用上，先按现行的数算：{'；'.join(said)}" if said else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes for support, each once."""
        return tuple(dict.fromkeys((*self.answer.turning.codes, *(one.code for one in self.population.problems))))


def read_trial(pack: Pack, clause: t.Clause, query: QueryDict) -> tuple[Typed, Population | None]:
    """The fields, and the population that they ask for."""
    typed = read_query(clause, pack.basis, query)
    return typed, population_of(pack, clause.identifier, typed)


def assemble(pack: Pack, clause: t.Clause, typed: Typed, population: Population) -> WhatIfPage:
    """The page of a clause for the scenario that its fields describe."""
    turning = turn(clause, pack.basis, typed)
    answer = answer_of(pack, clause, population, turning)
    tiers = pack.meta.tiers
    base = reverse("portal:whatif", args=(clause.identifier,))
    query = canonical(clause, pack.basis, typed, turning, changed_figures(population, clause.identifier, typed))
    compared = answer.compared
    change = compared.change
    counts = (
        Count("受益", change.winners, "家，比现行多得"), Count("减少", change.losers, "家，比现行少得"),
        Count("享受", compared.reached[1], f"家；现行 {compared.reached[0]} 家"),
        Count("参加", compared.after.taking_part, "家申报或可能申报"),
    )  # fmt: skip
    return WhatIfPage(
        clause=clause,
        answer=answer,
        form=form_of(pack, answer, typed),
        headline=headline(answer, tiers),
        notes=notes(answer, tiers),
        cost_rows=tuple(
            CostRow(tier.label, compared.before.by_tier[tier.code], compared.after.by_tier[tier.code]) for tier in tiers
        ),
        change=CostRow("合计", compared.before.total, compared.after.total).change,
        counts=counts,
        readings=reading_table(answer, tiers),
        idle=answer.by_readings.idle,
        groups=group_tables(answer),
        largest=largest_table(answer),
        quantiles=quantile_words(answer),
        chart=chart_of(curve_of(pack, clause, population, turning, 1), tiers, base, query),
        gains=gain_chart_of(answer.bins, base, query),
        quotes=tuple(
            dict.fromkeys(Quote(quote.text, quote.anchor) for one, _ in answer.turned for quote in one.quotes)
        ),
        reading_words=_reading_words(pack, answer),
        undecided=tuple(one.question for one in answer.readings if one.default),
        clause_link=Link("看这一条的原文和规则", reverse("portal:clause", args=(clause.identifier,))),
        base=base,
        query=query,
        typed_ignored=typed.ignored,
    )


def _reading_words(pack: Pack, answer: Answer) -> tuple[ReadingWords, ...]:
    """The questions of the table, with what each option means."""
    listed = dict.fromkeys(question for row in answer.by_readings.rows for question in row.letters)
    letters = {q: {row.letters[q] for row in answer.by_readings.rows} for q in listed}
    found = []
    for used in answer.readings:
        if used.question in listed:
            asked = pack.readings[used.question]
            options = "；".join(f"{one.letter} {one.wording}" for one in asked.options if one.letter in letters[asked.id])
            href = reverse("portal:reading", args=(asked.id,))
            found.append(ReadingWords(asked.id, f"{asked.question}　{options}", href, not in_force(asked, answer.on)[1]))
    return tuple(found)
