"""回执的行: locked, turned into values for the core, and kept with what was made of them, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from luoqiao.apps.funds.models import BankFile, BankRow, Clawback, PaymentBatch, PaymentLine
from luoqiao.core.funds.batch import GONE_OUT, LineState
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.reconcile import MOVING, Matched, Outcome, ResultRow, SentLine
from luoqiao.core.kernel.errors import DomainError

_SENT = [one.value for one in GONE_OUT]
_ANSWERS = (*(one.value for one in MOVING), Outcome.ANSWERED.value)


class NoSuchBankFile(DomainError):
    """没有这份待入账的回执."""

    code = "LQ-6211"

    def __init__(self, file: int) -> None:
        super().__init__(f"没有编号为 {file} 的待办回执；它可能已经入账或放弃，请刷新后再看")


class RowSettled(DomainError):
    """这一行已经处理过."""

    code = "LQ-6212"

    def __init__(self, row: int) -> None:
        super().__init__(f"编号为 {row} 的回执行不在待处理清单里；它可能已由别人处理，请刷新后再看")


def lock_file(file: int) -> BankFile:
    """The file, locked; NoSuchBankFile."""
    kept = BankFile.objects.select_for_update().filter(pk=file, dropped_at=None).first()
    if kept is None:
        raise NoSuchBankFile(file)
    return kept


def lock_row(row: int) -> BankRow:
    """A row that waits for a person, locked with its file; RowSettled."""
    kept = BankRow.objects.select_for_update(of=("self",)).select_related("file").filter(pk=row, waits=True).first()
    if kept is None:
        raise RowSettled(row)
    return kept


def lock_sent(references: Collection[str]) -> list[PaymentLine]:
    """The lines that were sent under these references, locked after their batches."""
    rows = PaymentLine.objects.filter(reference__in=list(references), state__in=_SENT)
    batches = set(rows.values_list("batch", flat=True))
    list(PaymentBatch.objects.select_for_update().filter(pk__in=batches).order_by("pk").values_list("pk"))
    return list(rows.select_for_update().order_by("pk"))


def find_sent(references: Collection[str]) -> list[PaymentLine]:
    """The same without a lock, for a look before anything is done."""
    return list(PaymentLine.objects.filter(reference__in=list(references), state__in=_SENT))


def sent_lines(lines: Iterable[PaymentLine]) -> dict[str, SentLine]:
    """The lines as the core matches them, with every answer taken before, and what is being clawed back."""
    listed = list(lines)
    reclaimed = find_reclaimed(line.share_id for line in listed)
    answers: dict[int, set[tuple[bool, date | None, str]]] = {}
    taken = BankRow.objects.filter(line__in=[line.pk for line in listed], outcome__in=_ANSWERS)
    for line, paid, on, voucher in taken.values_list("line", "paid", "on", "voucher"):
        answers.setdefault(int(line or 0), set()).add((paid, on, voucher))
    return {
        line.reference: SentLine(
            line.reference, line.amount, LineState(line.state), frozenset(answers.get(line.pk, ())),
            reclaimed.get(line.share_id, ""),
        )
        for line in listed
    }  # fmt: skip


def find_reclaimed(shares: Iterable[int]) -> dict[int, str]:
    """By share the number of a claw-back of it that was not refused; whoever writes has locked the shares."""
    rows = Clawback.objects.filter(share__in=list(shares)).exclude(state=ClawbackState.REFUSED.value).order_by("-pk")
    return dict(rows.values_list("share", "number"))


def as_result(row: BankRow) -> ResultRow:
    """The row as it was read."""
    return ResultRow(
        row.number, row.reference, row.amount, row.paid, row.on, row.voucher, row.reason, row.name, row.trouble
    )


_OUTCOMES = """
    UPDATE funds_bankrow AS r SET outcome = t.outcome, said = t.said, line_id = t.line, waits = t.waits
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bool[]) AS t (id, outcome, said, line, waits)
     WHERE r.id = t.id"""


def keep_outcomes(
    rows: Sequence[BankRow], found: Sequence[Matched], lines: Mapping[str, PaymentLine]
) -> None:
    """What became of each row; a row that fits, or was answered before, names its line."""
    named = [_line_of(one, lines) for one in found]
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES, [
            [row.pk for row in rows], [one.outcome.value for one in found], [one.said[:500] for one in found], named,
            [one.outcome.open for one in found],
        ])  # fmt: skip


def _line_of(one: Matched, lines: Mapping[str, PaymentLine]) -> int | None:
    if not (one.outcome.moves or one.outcome is Outcome.ANSWERED):
        return None
    return lines[one.row.reference].pk
