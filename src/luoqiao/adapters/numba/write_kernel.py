"""写内核: one loop over the rows for any set of clauses and outputs, as Python source that the compiler turns into vectors.

No temporaries, no branches: every amount of a row is worked out in registers and only what is asked for is stored or
added up. The source is for reading too; each amount carries the name it has in the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoqiao.adapters.numba.plan import Arithmetic, Plan
from luoqiao.adapters.numba.write_terms import TermWriter
from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.simplify import Folding

NARROW = 2**32
HEAD = """\
from numba import carray, float64, int64, uint8, uint32

from luoqiao.adapters.numba.ops import both, choose, either, floor, negated


def run({arguments}, n):
"""


@dataclass(frozen=True, slots=True)
class Want:
    """要什么: shares of every row, outcomes of every row, sums by clause and tier, or by tier only.

    `against` compares the total of each row with the total it has today: who gains, who loses, by how much.
    """

    shares: bool = False
    outcomes: bool = False
    clause_sums: bool = False
    tier_sums: bool = False
    against: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """写好的内核: its source and what its arguments are, in order.

    Inputs, then `parameters` (one array) when there are any, then outputs, then `sums`.
    """

    source: str
    type: str
    """What amounts and parameters are: float64 or int64."""
    inputs: tuple[tuple[str, str], ...]
    """(clause, column); a list's parts are `name#offsets` and `name.field`; `#group` and `#sum` belong to an earlier amount
    that rows add to; ("", "today") is today's total."""
    parameters: tuple[tuple[str, str], ...]
    """(clause, `param.<identifier>`): numbers of the rule that each run gives."""
    outputs: tuple[tuple[str, str, str], ...]
    """(clause, tier, "outcome" or an earlier amount as it stood before the row; type of the array)."""
    sums: tuple[tuple[str, str], ...]
    """(clause or "" for all, what is added up)."""


def write(plans: Sequence[Plan], want: Want) -> Written:
    """Write the kernel of some clauses; all with one arithmetic."""
    return _Writer(plans[0].arithmetic).whole(plans, want)


class _Writer(TermWriter):
    def __init__(self, arithmetic: Arithmetic) -> None:
        super().__init__(double=arithmetic is Arithmetic.DOUBLE)
        self.parameters: list[tuple[str, str]] = []
        self.outputs: list[tuple[str, str, str]] = []
        self.sums: dict[tuple[str, str], list[str]] = {}

    def whole(self, plans: Sequence[Plan], want: Want) -> Written:
        totals: list[str] = []
        for plan in plans:
            totals += self.clause(plan, want)
        if want.against:
            self.compare(totals)
        names = [*self.inputs.values(), *(["p"] if self.parameters else [])]
        names += [*(f"o{n}" for n in range(len(self.outputs))), "sums"]
        body = [f"{name} = carray({name}_, n)" for name in names]
        body += [f"q{n} = p[{n}]" for n in range(len(self.parameters))]
        body += [f"s{n} = int64(0)" for n in range(len(self.sums))]
        body.append("for i in range(n):")
        body += [f"    {line}" for line in self.lines]
        body += [f"    s{n} += {self.added(values)}" for n, values in enumerate(self.sums.values())]
        body += [f"sums[{n}] += s{n}" for n in range(len(self.sums))]
        text = HEAD.format(arguments=", ".join(f"{name}_" for name in names)) + "".join(f"    {line}\n" for line in body)
        return Written(text, self.type, tuple(self.inputs), tuple(self.parameters), tuple(self.outputs), tuple(self.sums))

    def added(self, values: list[str]) -> str:
        if all(value.startswith("flag ") for value in values):
            return " + ".join(f"choose({value[5:]}, int64(1), int64(0))" for value in values)
        return f"int64({' + '.join(values)})"

    # one clause

    def clause(self, plan: Plan, want: Want) -> list[str]:
        """Everything of one clause; the names of its shares that can be more than nothing."""
        program = plan.program
        self.lines.append(f"# {program.clause.title}")
        names = self.columns(plan)
        self.folding = Folding(program, plan.known)
        self.codes = {c.name for c in program.columns if c.kind in (t.Kind.YES_NO, t.Kind.CHOICE)}
        for name, term in program.assignments:
            text = self.term(term, names)
            self.folding.bounds[name] = self.folding.range(term)
            if text in self.made.values():
                self.lines[-1] += f"  # {name}" if "#" not in self.lines[-1] else ""
            names[name] = text
        present = self.present(plan, names)
        self.count_open(plan, present, names)
        entitled = present
        if program.entitled != w.Const(1):
            entitled = self.joined("both", present, self.flag(program.entitled, names))
        shares = []
        for code, term in program.shares:
            if plan.share_bounds[code] == (0, 0):
                continue
            value = self.term(term, names)
            if entitled:
                value = self.name(f"choose({entitled}, {value}, {self.number(0)})")
            shares.append(value)
            self.keep_share(plan, code, value, want)
        self.keep_outcome(plan, present, entitled, shares, want)
        self.count(plan, entitled, names)
        return shares

    def columns(self, plan: Plan) -> dict[str, str]:
        """Name every column that is read; a row's value is read once."""
        clause = plan.program.clause.identifier
        names = {}
        for column in plan.program.columns:
            if column.name.startswith(w.PARAMETER):
                names[column.name] = f"q{len(self.parameters)}"
                self.parameters.append((clause, column.name))
        read = dict.fromkeys([c.name for c in plan.program.columns if c.name not in names])
        for name in (*read, *(name for name in plan.needed if name in plan.may_miss)):
            if name in names:
                continue
            if any(one.identifier == name and one.kind is t.Kind.LIST for one in plan.program.clause.inputs):
                self.input(clause, f"{name}#offsets")
                names[name] = name
                for field in plan.program.clause.get_input(name).fields:
                    names[f"item.{field.identifier}"] = f"{self.input(clause, f'{name}.{field.identifier}')}[j]"
            elif name in plan.grouped:
                names[name] = self.running(plan, name)
            else:
                names[name] = self.name(f"{self.type}({self.input(clause, name)}[i])")
        return names

    def running(self, plan: Plan, name: str) -> str:
        """An earlier amount: what the row states, and what the rows of its group before it came to."""
        clause = plan.program.clause.identifier
        group = self.name(f"{self.input(clause, f'{name}#group')}[i]")
        before = f"min({self.input(clause, f'{name}#sum')}[{group}], int64({MOST}))"
        stated = f"{self.input(clause, name)}[i]"
        seen = self.name(f"{before} + {stated}")
        self.store(clause, name, seen, "int64")
        return self.name(f"{self.type}({seen})")

    def count(self, plan: Plan, entitled: str, names: dict[str, str]) -> None:
        """What the row adds to the running amounts of its groups; a row that is not calculated adds nothing."""
        clause = plan.program.clause.identifier
        for name, term in plan.program.counted:
            value = self.term(term, names)
            added = self.name(f"choose({entitled}, {value}, {self.number(0)})") if entitled else value
            group = self.name(f"{self.input(clause, f'{name}#group')}[i]")
            self.lines.append(f"{self.input(clause, f'{name}#sum')}[{group}] += int64({added})")

    def input(self, clause: str, column: str) -> str:
        return self.inputs.setdefault((clause, column), f"c{len(self.inputs)}")

    def present(self, plan: Plan, names: dict[str, str]) -> str:
        """Whether the row has everything the clause needs; empty when every row does."""
        found = ""
        if plan.some_stay_out:
            found = self.name(f"{self.input(plan.program.clause.identifier, '#part')}[i] != 0")
        for name in plan.needed:
            if name in plan.may_miss:
                kind = plan.program.clause.get_input(name).kind
                if kind is t.Kind.LIST:
                    here = self.name(f"{self.input(plan.program.clause.identifier, f'{name}#skip')}[i] == 0")
                else:
                    here = self.there(names[name], kind in (t.Kind.YES_NO, t.Kind.CHOICE))
                found = self.joined("both", found, here)
        return found

    def count_open(self, plan: Plan, present: str, names: dict[str, str]) -> None:
        """Count the rows that state something but not everything: when there is none, nobody has to look for them."""
        if not present or plan.some_stay_out:
            return
        clause = plan.program.clause.identifier
        part = ""
        if plan.part_apart:
            part = self.name(f"{self.input(clause, '#part')}[i] != 0")
        elif plan.may_miss.issuperset(plan.needed):
            for name in plan.needed:
                kind = plan.program.clause.get_input(name).kind
                part = self.joined("either", part, self.there(names[name], kind in (t.Kind.YES_NO, t.Kind.CHOICE)))
        lacking = self.joined("both", part, self.name(f"negated({present})"))
        self.sums[clause, "open"] = [f"flag {lacking}"]

    def keep_share(self, plan: Plan, code: str, value: str, want: Want) -> None:
        clause = plan.program.clause.identifier
        if want.shares:
            low, high = plan.share_bounds[code]
            narrow = low >= 0 and high < NARROW
            self.store(clause, code, value, "uint32" if narrow else "int64")
        if want.clause_sums:
            self.sums.setdefault((clause, code), []).append(value)
        if want.tier_sums:
            self.sums.setdefault(("", code), []).append(value)

    def store(self, clause: str, what: str, value: str, kind: str) -> None:
        self.lines.append(f"o{len(self.outputs)}[i] = {kind}({value})")
        self.outputs.append((clause, what, kind))

    def keep_outcome(self, plan: Plan, present: str, entitled: str, shares: list[str], want: Want) -> None:
        """1 entitled, 2 not, 0 takes no part or is not calculated here."""
        if not (want.outcomes or want.clause_sums):
            return
        clause = plan.program.clause.identifier
        total = self.name(" + ".join(shares)) if shares else self.number(0)
        paid = self.name(f"{total} > {self.number(0)}")
        if want.clause_sums:
            self.sums[clause, "entitled"] = [f"flag {paid}"]
            if present:
                self.sums[clause, "calculated"] = [f"flag {present}"]
        if want.outcomes:
            code = self.name(f"choose({paid}, uint8(1), uint8(2))")
            if present:
                code = self.name(f"choose({present}, {code}, uint8(0))")
            self.store(clause, "outcome", code, "uint8")

    def compare(self, totals: list[str]) -> None:
        today = self.name(f"{self.type}({self.input('', 'today')}[i])")
        change = self.name(f"{' + '.join(totals) or self.number(0)} - {today}")
        more, less = self.name(f"{change} > {self.number(0)}"), self.name(f"{change} < {self.number(0)}")
        self.sums["", "winners"], self.sums["", "losers"] = [f"flag {more}"], [f"flag {less}"]
        self.sums["", "gain"] = [self.name(f"choose({more}, {change}, {self.number(0)})")]
        self.sums["", "loss"] = [self.name(f"choose({less}, -{change}, {self.number(0)})")]
        helped = self.name(f"{' + '.join(totals) or self.number(0)} > {self.number(0)}")
        self.sums["", "helped"] = [f"flag {helped}"]
