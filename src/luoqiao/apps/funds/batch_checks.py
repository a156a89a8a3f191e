"""批次的核对: looks up what each line is checked for, a handful of queries for any number of lines.

What the keeper of the cases knows (an open objection, a case that was reopened) is asked through `CaseChecks`, given in by the
caller: the money side knows cases by their numbers only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import F, Sum

from luoqiao.apps.funds.models import Account, Clawback, PaymentBatch, PaymentLine, Share
from luoqiao.apps.parties import queries as parties
from luoqiao.core.funds.batch import Check, LineFacts, LinesBlocked, LineState, blocked, check_line
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.share import ShareState
from luoqiao.core.funds.stage import Stage
from luoqiao.core.parties.account import AccountView

CaseChecks = Callable[[Collection[str]], Mapping[str, str]]
"""By case number the sentence that speaks against paying it now; a case against which nothing speaks is left out."""
Alike = Mapping[tuple[str, str, int], Sequence[tuple[int, str]]]


def check_lines(
    batch: PaymentBatch, lines: Sequence[PaymentLine], *, on: date, cases: CaseChecks
) -> dict[int, tuple[Check, ...]]:
    """核对: by line its checks, as things stand today."""
    shares = {row.pk: row for row in Share.objects.filter(pk__in=[line.share_id for line in lines])}
    objections = cases({line.case_number for line in lines})
    accounts = parties.list_usable_accounts((line.uscc for line in lines), on)
    names = {one.uscc: one.name for one in parties.list_enterprises({line.uscc for line in lines})}
    alike, before = _alike(lines), _paid_before(lines)
    short, owes = _short(lines, shares), _owes({line.uscc for line in lines})
    return {
        line.pk: check_line(
            _facts(line, shares[line.share_id], objections, accounts.get(line.uscc), names, alike, before, short, owes)
        )
        for line in lines
    }


def refuse_blocked(
    batch: PaymentBatch, lines: Sequence[PaymentLine], checks: Mapping[int, tuple[Check, ...]]
) -> None:
    """Refuse when anything blocks any line, with the lines named (LinesBlocked)."""
    found = [(line.reference, check) for line in lines for check in blocked(checks[line.pk])]
    if found:
        raise LinesBlocked(batch.number, found)


def _facts(
    line: PaymentLine, share: Share, objections: Mapping[str, str], account: AccountView | None, names: Mapping[str, str],
    alike: Alike, before: Mapping[int, str], short: Mapping[int, int], owes: Mapping[str, int],
) -> LineFacts:  # fmt: skip
    same = tuple(
        reference for other, reference in alike.get((line.uscc, line.clause, line.amount), ()) if other != share.pk
    )
    return LineFacts(
        reference=line.reference, granted=share.granted_at is not None, objection=objections.get(line.case_number, ""),
        listed_account=line.account, account=account.id if account else None, holder=line.holder,
        payee=names.get(line.uscc, line.name), holder_reason=line.holder_reason, credit=line.credit,
        credit_note=line.credit_note, paid_before=before.get(share.pk, ""), alike=same, amount=line.amount,
        amount_now=share.amount, still_listed=share.state == ShareState.LISTED, short_by=short.get(share.line_id or 0, 0),
        owes=owes.get(line.uscc, 0),
    )  # fmt: skip


def _alike(lines: Sequence[PaymentLine]) -> Alike:
    """Payments sent or made to these payees before, by payee, clause and amount."""
    rows = PaymentLine.objects.filter(
        uscc__in={line.uscc for line in lines}, state__in=(LineState.SENT.value, LineState.PAID.value)
    )
    found: dict[tuple[str, str, int], list[tuple[int, str]]] = {}
    for uscc, clause, amount, share, reference in rows.order_by("pk").values_list(
        "uscc", "clause", "amount", "share", "reference"
    ):
        found.setdefault((uscc, clause, amount), []).append((share, reference))
    return found


def _paid_before(lines: Sequence[PaymentLine]) -> dict[int, str]:
    """By share the line in which it was sent or paid already; the database keeps a second one out as well."""
    rows = PaymentLine.objects.filter(
        share__in=[line.share_id for line in lines], state__in=(LineState.SENT.value, LineState.PAID.value)
    ).exclude(pk__in=[line.pk for line in lines])
    return dict(rows.values_list("share", "reference"))


def _owes(payees: Collection[str]) -> dict[str, int]:
    """By payee what is still to be paid back."""
    rows = Clawback.objects.filter(share__uscc__in=payees, state=ClawbackState.DUE.value).values("share__uscc")
    left = Sum(F("principal") + F("interest") - F("received_principal") - F("received_interest"))
    return {one["share__uscc"]: int(one["left"]) for one in rows.annotate(left=left)}


def _short(lines: Iterable[PaymentLine], shares: Mapping[int, Share]) -> dict[int, int]:
    """By budget line how much the ledger lacks of what these lines are to pay."""
    wanted: dict[int, int] = {}
    for line in lines:
        budget = shares[line.share_id].line_id or 0
        wanted[budget] = wanted.get(budget, 0) + line.amount
    rows = Account.objects.filter(line__in=list(wanted), stage=Stage.PAYABLE.value)
    there = dict(rows.values_list("line", "balance"))
    return {budget: max(0, fen - there.get(budget, 0)) for budget, fen in wanted.items()}
