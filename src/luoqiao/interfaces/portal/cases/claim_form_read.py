"""申报表的传输: what was sent, as the draft that is kept: every value as typed, the invoice lines that were chosen.

Names of fields: an input by its identifier, an item of a list by `apps[2].last_year_…`, an invoice line by `line`, its amount by
`amount-<id>`, the inputs that it counts for by `for-<id>`. A button sends `do` with a verb and what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from luoqiao.apps.cases.services.filing import InvoiceUse
from luoqiao.core.cases.assisted import AGREED, HOW, WHO
from luoqiao.core.cases.form import LONGEST, NOTE, SUBJECT
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.requirements import invoice_inputs
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.resolve import grants_of
from luoqiao.policies.pack import Pack

MOST_ITEMS = 40
ACCOUNT, UNREAD = "account", "unread_amounts"
"""Two things that are kept with the form: the account for the money, amounts of invoice lines that cannot be read."""
BAD_AMOUNT = "LQ-5526"


@dataclass(frozen=True, slots=True)
class Line:
    """可选的一行发票: the line and how much of it this case may use, in fen."""

    id: int
    left: int


@dataclass(frozen=True, slots=True)
class Sent:
    """送来的表: the draft as it is to be kept, the lines chosen, and the amounts that cannot be read."""

    form: Mapping[str, object]
    invoices: tuple[InvoiceUse, ...]
    unread: tuple[FieldProblem, ...] = ()


def read_claim(
    sent: QueryDict, *, pack: Pack, clause: t.Clause | None, procedure: Procedure, lines: Iterable[Line]
) -> Sent:
    """Everything that was typed, at its length at most; names that the form does not have are passed over."""
    form: dict[str, object] = {}
    for name, longest in names_of(pack, clause, procedure):
        text = sent.get(name, "")[:longest].strip()
        if text:
            form[name] = text
    for one in clause.inputs if clause else ():
        if one.kind is t.Kind.LIST and (items := _items(one, sent)):
            form[one.identifier] = items
    uses, unread = _lines(sent, clause, lines)
    if unread:
        form[UNREAD] = {problem.field.partition(":")[2]: problem.given for problem in unread}
    return Sent(form, uses, unread)


def names_of(pack: Pack, clause: t.Clause | None, procedure: Procedure) -> Iterator[tuple[str, int]]:
    """Every plain field of the form with the most that is kept of it."""
    plain = LONGEST["文字"]
    yield from ((name, plain) for name in (SUBJECT, AGREED, WHO, HOW, ACCOUNT))
    yield NOTE, LONGEST["长文"]
    if clause is not None:
        yield from ((one.identifier, plain) for one in clause.inputs if one.kind is not t.Kind.LIST)
        yield from ((name, plain) for name in grant_names(pack, clause))
    yield from ((field.id, 2 * LONGEST.get(field.kind, plain)) for field in procedure.fields)


def grant_names(pack: Pack, clause: t.Clause) -> tuple[str, ...]:
    """The grants of upper tiers that the clause speaks of, by name of the field."""
    spoken_of = set(grants_of(clause))
    return tuple(f"granted_{tier.code}" for tier in pack.meta.tiers if tier.label in spoken_of)


def item_name(one: t.Input, number: int, inner: t.Input) -> str:
    """The name of one field of one item; items count from 1."""
    return f"{one.identifier}[{number}].{inner.identifier}"


def _items(one: t.Input, sent: QueryDict) -> list[dict[str, str]]:
    found = []
    for number in range(1, MOST_ITEMS + 1):
        item = {inner.identifier: sent.get(item_name(one, number, inner), "")[:200].strip() for inner in one.fields}
        if any(item.values()):
            found.append({name: text for name, text in item.items() if text})
    return found


def _lines(
    sent: QueryDict, clause: t.Clause | None, lines: Iterable[Line]
) -> tuple[tuple[InvoiceUse, ...], tuple[FieldProblem, ...]]:
    chosen = set(sent.getlist("line"))
    inputs = [one.identifier for one in invoice_inputs(clause)] if clause else []
    uses: list[InvoiceUse] = []
    unread: list[FieldProblem] = []
    for line in lines:
        if str(line.id) not in chosen:
            continue
        text = sent.get(f"amount-{line.id}", "")[:40].strip()
        amount = _read(text, line, unread.append) if text else line.left
        counted = tuple(name for name in inputs if name in sent.getlist(f"for-{line.id}"))
        uses.append(InvoiceUse(line.id, amount, tuple(inputs) if len(inputs) == 1 else counted))
    return tuple(uses), tuple(unread)


def _read(text: str, line: Line, wrong: Callable[[FieldProblem], None]) -> int:
    try:
        return parse_money(text)
    except NotMoney as refused:
        wrong(FieldProblem(f"line:{line.id}", text, "金额", refused.message, BAD_AMOUNT))
        return 0
