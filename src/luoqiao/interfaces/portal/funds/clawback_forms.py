"""追回的表单: what was typed read into what the services take, every mistake beside its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from luoqiao.apps.funds.services.clawback import WantedClawback
from luoqiao.core.funds.clawback import Ground, Instalment, read_yearly
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import parse_money, yuan_text
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.form_parts import Choice
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields

INSTALMENT_ROWS = 6
_T = TypeVar("_T")
GROUNDS = tuple(Choice(one.value, one.label) for one in Ground)


class _Reader:
    """Reads one field after another and keeps what is wrong."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.problems: list[FieldProblem] = []

    def text(self, name: str, most: int = 2_000) -> str:
        return self._typed.text(name).strip()[:most]

    def money(self, name: str) -> int:
        return self._read(name, lambda text: int(parse_money(text)), 0)

    def day(self, name: str, label: str, *, needed: bool = True) -> date | None:
        text = self.text(name)
        if not text and not needed:
            return None
        day, wrong = read_day(text, label)
        if wrong:
            self.wrong(name, wrong)
        return day

    def yearly(self, name: str) -> str:
        return self._read(name, lambda text: str(read_yearly(text)), "") if self.text(name) else ""

    def wrong(self, name: str, message: str, code: str = "LQ-6110") -> None:
        self.problems.append(FieldProblem(name, self.text(name, 100), "", message, code))

    def _read(self, name: str, read: Callable[[str], _T], otherwise: _T) -> _T:
        try:
            return read(self.text(name))
        except DomainError as refused:
            self.wrong(name, refused.message, refused.code)
            return otherwise


def read_wanted(share: int, typed: Typed) -> WantedClawback:
    """What is to be clawed back; refuses with every mistake at once (Invalid)."""
    reader = _Reader(typed)
    principal, yearly = reader.money("principal"), reader.yearly("yearly")
    since = reader.day("interest_from", "计息起日", needed=bool(yearly))
    until = reader.day("interest_until", "计息止日", needed=bool(yearly))
    if yearly and since and until and until < since:
        reader.wrong("interest_until", "计息止日不能早于起日")
    ground = reader.text("ground")
    if ground not in set(Ground):
        reader.wrong("ground", "请选一种事由")
    rows = _instalments(reader)
    excluded = reader.day("excluded_until", "限制申报至", needed=False)
    if reader.problems:
        raise Invalid(tuple(reader.problems))
    wanted = WantedClawback(
        share, principal, Ground(ground), reader.text("reason"), reader.text("document", 100), (), yearly, since, until, excluded
    )
    return replace(wanted, instalments=_filled(rows, wanted.principal + wanted.interest))


def read_receipt(typed: Typed) -> tuple[int, date, str]:
    """来款: amount in fen, day and voucher; Invalid with every mistake."""
    reader = _Reader(typed)
    fen, on = reader.money("amount"), reader.day("on", "来款日期")
    if reader.problems or on is None:
        raise Invalid(tuple(reader.problems))
    return fen, on, reader.text("voucher", 100)


def new_fields(left: int, typed: Typed) -> dict[str, object]:
    """The fields of a new claw-back, as typed; first of all that was paid is asked back, at once."""
    field = TypedFields(typed).field
    return {
        "what": (
            field("principal", "追回本金", "money", yuan_text(left), unit="元", hint=f"最多 {yuan_text(left)} 元"),
            field("ground", "事由", "choice", choices=GROUNDS, placeholder="请选"),
            field("document", "决定文号", hint="作出决定的文件"),
            field("reason", "事实和依据", "long", hint="至少 10 个字；企业看得到文号和事由"),
        ),
        "interest": (
            field("yearly", "年利率", "rate", unit="%", optional=True, hint="不计利息就空着"),
            field("interest_from", "计息起日", "date", optional=True),
            field("interest_until", "计息止日", "date", optional=True),
        ),
        "rows": tuple(
            (field(f"due-{place}", "到期日", "date"), field(f"fen-{place}", "金额", "money", unit="元"))
            for place in range(1, INSTALMENT_ROWS + 1)
        ),
        "excluded": field("excluded_until", "限制申报至（含）", "date", optional=True, hint="在此以前这家企业不能再申报"),
    }  # fmt: skip


def percent(yearly: str) -> str:
    """`0.0345` or `69/2000` as 3.45%."""
    exact = Fraction(yearly) * 100
    return f"{(Decimal(exact.numerator) / exact.denominator).normalize():f}%"


def _instalments(reader: _Reader) -> list[tuple[date, int | None]]:
    """The rows that were filled in; the amount of one of them may be left open: then it is the rest."""
    found: list[tuple[date, int | None]] = []
    for place in range(1, INSTALMENT_ROWS + 1):
        due, fen = f"due-{place}", f"fen-{place}"
        if not reader.text(due) and not reader.text(fen):
            continue
        amount = reader.money(fen) if reader.text(fen) else None
        if amount is None and any(one is None for _, one in found):
            reader.wrong(fen, "只能有一期的金额空着")
        day = reader.day(due, "到期日")
        if day is not None:
            found.append((day, amount))
    return found


def _filled(rows: Sequence[tuple[date, int | None]], total: int) -> tuple[Instalment, ...]:
    rest = total - sum(fen or 0 for _, fen in rows)
    return tuple(Instalment(day, rest if fen is None else fen) for day, fen in rows)
