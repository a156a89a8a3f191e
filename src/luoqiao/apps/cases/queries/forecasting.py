"""预测: what open cases will need of each budget line, by their own facts and rules, under each option of each open reading.

Nothing is assumed: a case counts with what its clause gives for the facts that were handed in. Snapshots are read in bulk and put
to the generated functions, so that a thousand cases are answered on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from luoqiao.apps.cases.frozen import Frozen, frozen_cases
from luoqiao.apps.cases.models import Case
from luoqiao.apps.funds.lines import paying_line
from luoqiao.apps.funds.queries.balances import list_balances
from luoqiao.apps.funds.queries.shares import list_shares
from luoqiao.core.cases.recompute import frozen_earlier, frozen_facts
from luoqiao.core.funds.budget import LineView
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import NotMoney
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.compile_python import FactMissing, compile_clause
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.resolve import grants_of
from luoqiao.policies.pack import Pack

Option = tuple[str, str]
"""A reading and one of its letters."""


@dataclass(frozen=True, slots=True)
class Need:
    """一个预算项还要多少: of how many open cases, in fen; `waiting` is decided already and waits for this line; `options` what
    it would be under each option that nobody has settled, where that differs. `line` is None where there is no budget.
    """

    year: int
    tier: str
    clause: str
    line: LineView | None
    cases: int
    fen: int
    waiting: int
    available: int
    options: Mapping[Option, int]

    @property
    def missing(self) -> int:
        """还差多少 by the readings in force."""
        return max(0, self.fen + self.waiting - self.available)

    @property
    def most_missing(self) -> int:
        """最多差多少 under the dearest option."""
        return max(0, max([self.fen, *self.options.values()]) + self.waiting - self.available)


@dataclass(slots=True)
class _Sum:
    line: LineView | None
    cases: int = 0
    fen: int = 0
    waiting: int = 0
    options: dict[Option, int] = field(default_factory=dict)


Key = tuple[int, str, str]


def forecast(pack: Pack) -> tuple[Need, ...]:
    """Every budget line (or tier and clause without one) that open or waiting cases need, in order of year, tier and clause."""
    balances = list_balances(pack=pack.meta.name)
    available = {one.line.id: one.available for one in balances}
    lines = [one.line for one in balances]
    sums: dict[Key, _Sum] = {}

    def sum_of(year: int, tier: str, clause: str, industry: str) -> _Sum:
        line = paying_line((one for one in lines if one.key.year == year), tier, clause, industry)
        key = (year, tier, line.key.clause if line else clause)
        return sums.setdefault(key, _Sum(line))

    for share in list_shares(pack=pack.meta.name, states=(ShareState.QUEUED, ShareState.UNBUDGETED)):
        sum_of(share.year, share.tier, share.clause, share.industry).waiting += share.amount
    for one in frozen_cases(_open_cases(pack.meta.name)):
        _add(one, sum_of, pack)
    tiers = [tier.code for tier in pack.basis.tiers]
    ordered = sorted(sums.items(), key=lambda item: (-item[0][0], tiers.index(item[0][1]), item[0][2]))
    return tuple(
        Need(year, tier, clause, one.line, one.cases, one.fen, one.waiting, available.get(one.line.id, 0) if one.line else 0,
             {option: one.fen + more for option, more in sorted(one.options.items()) if more})
        for (year, tier, clause), one in ordered
    )  # fmt: skip


def _open_cases(pack: str) -> list[int]:
    """Handed in, under a clause, not decided and not closed."""
    rows = Case.objects.filter(pack=pack, decided=False, ending="", submitted_at__isnull=False).exclude(clause="")
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _add(one: Frozen, sum_of: Callable[[int, str, str, str], _Sum], pack: Pack) -> None:
    row, basis = one.row, one.pack.basis
    usual = _amounts(one, basis, {})
    if usual is None:
        return
    changed = {option: found for option in _open_options(one.clause, basis, row.rule_on)
               if (found := _amounts(one, basis, {option[0]: option[1]})) is not None}  # fmt: skip
    for tier in (code.code for code in pack.basis.tiers):
        fen = usual.get(tier, 0)
        others = {option: found.get(tier, 0) - fen for option, found in changed.items()}
        if not fen and not any(others.values()):
            continue
        kept = sum_of(row.year, tier, row.clause, row.industry)
        kept.cases += 1
        kept.fen += fen
        for option, more in others.items():
            kept.options[option] = kept.options.get(option, 0) + more


def _open_options(clause: t.Clause, basis: Basis, on: date) -> Iterator[Option]:
    """Options of readings that are only in force by default, other than those in force."""
    for question, letters in switches(clause, basis.cap_period_question).items():
        used, default = basis.letter(question, on)
        if default:
            yield from ((question, letter) for letter in letters if letter != used)


def _amounts(one: Frozen, basis: Basis, readings: Mapping[str, str]) -> dict[str, int] | None:
    """What the clause gives for the facts handed in; None where they cannot be read or the day lies outside its period."""
    clause, content = one.clause, one.granted.content or {}
    if not clause.header.first <= one.row.rule_on <= clause.header.last:
        return None
    spoken = set(grants_of(clause))
    silent = {f"granted_{tier.code}" for tier in basis.tiers if tier.label not in spoken}
    facts = {key: value for key, value in frozen_facts(content, one.granted.granted, basis).items() if key not in silent}
    compiled = compile_clause(clause, on=one.row.rule_on, readings=readings, basis=basis)
    try:
        return compiled.calculate(read_facts(clause, facts, basis.tiers), frozen_earlier(content), basis)
    except (FactMissing, Invalid, NotMoney):
        return None
