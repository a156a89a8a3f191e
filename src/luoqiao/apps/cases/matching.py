"""全部企业比对全部条款: every enterprise of the register put to every clause by the facts that are known of it, with the
generated functions of the clauses; a few queries whatever the size, fast enough to be asked on a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from luoqiao.apps.cases.earlier import Decided, add_up
from luoqiao.apps.cases.knowing import form_value
from luoqiao.apps.cases.models import Case
from luoqiao.apps.evidence.queries import adopted_values
from luoqiao.apps.parties.queries import list_enterprises, list_seen_enterprises, list_titles_by_enterprise
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.form import by_year
from luoqiao.core.cases.potential import ClauseMatch, Matched, Potential
from luoqiao.core.cases.procedure import Begin
from luoqiao.core.cases.register_facts import register_facts
from luoqiao.core.evidence.fact import subject_uscc
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.title import HeldTitle, TitleKind
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.compile_python import Compiled, FactMissing, compile_clause
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.policies.pack import Pack

EVER = datetime(9999, 12, 31, tzinfo=UTC)
Inputs = dict[str, object]


def match_all(on: date, known_at: datetime = EVER, actor: Actor | None = None) -> Matched:
    """Put every active enterprise (those within a person's scope, if one is named) to every clause on a day, the programme's
    last day once it has ended, by what was known at an instant. With a case of the year open or granted it counts as claimed.
    """
    pack = policy.get_pack()
    day = pack.default_day(on)
    firms = list_enterprises() if actor is None else list_seen_enterprises(actor)
    known = _known(pack, firms, day, known_at)
    claimed = _claimed(pack, day.year)
    decided = _decided(pack)
    clauses: list[ClauseMatch] = []
    rows: list[Potential] = []
    for clause in pack.clauses.values():
        name = clause.identifier
        found, tally = _match(pack, clause, firms, known[name], claimed[name], decided[name], day)
        rows += found
        clauses.append(tally)
    rows.sort(key=lambda row: (-row.total, row.uscc, row.clause))
    return Matched(day, day.year, tuple(tier.code for tier in pack.meta.tiers), len(firms), tuple(clauses), tuple(rows))


def _match(
    pack: Pack, clause: t.Clause, firms: Iterable[EnterpriseView], known: Mapping[str, Inputs], claimed: set[str],
    decided: Mapping[str, list[Decided]], day: date,
) -> tuple[list[Potential], ClauseMatch]:  # fmt: skip
    procedure = pack.procedure_of(clause)
    tally = _Tally()
    rows = []
    in_force = clause.header.first <= day <= clause.header.last
    basis = pack.basis
    compiled = compile_clause(clause, on=day, basis=basis) if in_force else None
    for firm in firms if compiled else ():
        facts = known.get(firm.uscc)
        if facts is None or compiled is None:
            continue
        before = decided.get(firm.uscc, ()) if firm.uscc not in claimed else ()
        earlier = add_up(before, Case(uscc=firm.uscc, year=day.year), clause, pack) if before else {}
        shares = _shares(basis, clause, compiled, facts, earlier)
        if shares is None:
            tally.lacking += 1
        elif not any(shares):
            tally.refused += 1
        else:
            row = Potential(
                firm.uscc, firm.name, firm.township, firm.industry, clause.identifier, shares, firm.uscc in claimed
            )
            tally.add(row)
            rows.append(row)
    automatic = procedure is not None and procedure.begin is Begin.LIST
    return rows, ClauseMatch(
        clause.identifier, clause.title, automatic, len(rows), tally.amount, tally.claimed, tally.claimed_amount,
        tally.lacking, tally.refused,
    )  # fmt: skip


@dataclass(slots=True)
class _Tally:
    amount: int = 0
    claimed: int = 0
    claimed_amount: int = 0
    lacking: int = 0
    refused: int = 0

    def add(self, row: Potential) -> None:
        """One more that could have it."""
        self.amount += row.total
        if row.claimed:
            self.claimed += 1
            self.claimed_amount += row.total


def _shares(
    basis: Basis, clause: t.Clause, compiled: Compiled, facts: Inputs, earlier: Earlier
) -> tuple[int, ...] | None:
    """What the clause gives; None where a needed fact is missing or cannot be read."""
    try:
        found = compiled.calculate(read_facts(clause, facts, basis.tiers), earlier, basis)
    except (FactMissing, Invalid):
        return None
    return tuple(found[tier] for tier in compiled.tiers)


def _known(
    pack: Pack, firms: Iterable[EnterpriseView], day: date, known_at: datetime
) -> dict[str, dict[str, Inputs]]:
    """By clause and credit code: the inputs that are known, recorded facts before titles of the register."""
    found: dict[str, dict[str, Inputs]] = {name: {} for name in pack.clauses}
    for uscc, titles in _titles().items():
        for clause in pack.clauses.values():
            for one in register_facts(clause, titles, day.year, day):
                found[clause.identifier].setdefault(uscc, {})[one.key] = one.value
    names = {
        f"{clause.identifier}.{one.identifier}": (clause.identifier, one.identifier)
        for clause in pack.clauses.values()
        for one in clause.inputs
    }
    for subject, values in adopted_values(day, known_at, keys=names).items():
        uscc = subject_uscc(subject)
        for key, value in values.items() if uscc else ():
            name, asked = names[key]
            found[name].setdefault(uscc, {})[asked] = form_value(value)
    return found


def _titles() -> dict[str, tuple[HeldTitle, ...]]:
    held: dict[str, list[HeldTitle]] = defaultdict(list)
    for kind in TitleKind:
        for uscc, title in list_titles_by_enterprise(kind):
            held[uscc].append(title)
    return {uscc: tuple(titles) for uscc, titles in held.items()}


def _claimed(pack: Pack, year: int) -> dict[str, set[str]]:
    """By clause: the enterprises with a case that is open or granted; of the year where the clause is claimed by the year."""
    found: dict[str, set[str]] = {name: set() for name in pack.clauses}
    rows = Case.objects.filter(ending__in=("", "granted")).exclude(clause="").values_list("clause", "uscc", "year")
    for clause, uscc, of in rows:
        if clause in found and (of == year or not by_year(pack.clauses[clause])):
            found[clause].add(uscc)
    return found


def _decided(pack: Pack) -> dict[str, dict[str, list[Decided]]]:
    """By clause and credit code: the cases that take up something of the caps."""
    found: dict[str, dict[str, list[Decided]]] = {name: {} for name in pack.clauses}
    rows = Case.objects.filter(decided=True).exclude(clause="")
    for clause, uscc, year, subject, amounts in rows.values_list("clause", "uscc", "year", "subject", "amounts"):
        if clause in found and amounts:
            found[clause].setdefault(uscc, []).append((year, subject, amounts))
    return found
