"""拨付的速度: a batch of 10,000 lines from the choice to the file, and 10,000 answers of the bank reconciled.

Real services on a durable database of its own (it waits for the disk). The baseline in the same run is the least that keeping so
many answers needs: one statement that updates 10,000 rows, committed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from benchmarks.funds_ledger import open_line, own_database
from benchmarks.measure import Row, of_durations, repeat, show

LINES, FIRMS, ROUNDS, YEAR = 10_000, 500, 3, 2023
FEN = 1_118_400
AT = datetime(2023, 6, 12, 2, tzinfo=UTC)
PACK = "luojiang_2022_31"


def payment_rows() -> list[Row]:
    """Every measurement of payments."""
    with own_database() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}
        import django

        django.setup()
        _firms()
        line = open_line(YEAR, 10**12)
        times: dict[str, list[float]] = {}
        for round_number in range(ROUNDS):
            _owe(line, round_number)
            for work, seconds in _round(round_number):
                times.setdefault(work, []).append(seconds)
        least = _least()
        goals = {"apply": "≤ 10 s", "second approval": "≤ 5 s"}
        found = [
            of_durations(work, seconds, goal=next((goal for part, goal in goals.items() if part in work), ""),
                         baseline=f"10,000 rows updated {show(least)}" if "apply" in work else "")
            for work, seconds in times.items()
        ]  # fmt: skip
        return [*found, *_files()]


def _firms() -> None:
    from luoqiao.apps.parties.models import BankAccount, Enterprise
    from luoqiao.core.parties.account import AccountPurpose, AccountState

    made = Enterprise.objects.bulk_create(
        Enterprise(uscc=_uscc(number), name=f"泉州测速机械{number}有限公司", created_at=AT, changed_at=AT)
        for number in range(FIRMS)
    )
    BankAccount.objects.bulk_create(
        BankAccount(
            enterprise=one, purpose=AccountPurpose.SUBSIDY.value, bank="中国建设银行", branch="洛江支行", holder=one.name,
            number=f"3505016600000{place:07d}", state=AccountState.CONFIRMED.value, key=uuid4(), proposed_by=1,
            proposed_by_name="测", proposed_at=AT, confirmed_by=2, confirmed_by_name="测", confirmed_at=AT,
            usable_from=AT.date() - timedelta(days=30),
        )
        for place, one in enumerate(made)
    )  # fmt: skip


def _owe(line: int, round_number: int) -> None:
    """Ten thousand shares that may be paid, each with its two journals."""
    from django.db import transaction

    from luoqiao.apps.funds.models import Share
    from luoqiao.apps.funds.posting import book_all
    from luoqiao.apps.funds.shares import booking_of
    from luoqiao.core.funds.move import Move

    with transaction.atomic():
        shares = Share.objects.bulk_create(
            Share(
                case_number=f"LQ-2023-{round_number * LINES + place:06d}", title="上云上平台补助", tier="district", pack=PACK,
                clause="cloud_adoption", year=YEAR, industry="machinery", uscc=_uscc(place % FIRMS),
                name=f"泉州测速机械{place % FIRMS}有限公司", wanted=FEN + place, amount=FEN + place, state="payable",
                line_id=line, since=AT, changed_at=AT, granted_at=AT,
            )
            for place in range(LINES)
        )  # fmt: skip
        for move in (Move.RESERVE, Move.OBLIGATE):
            book_all([booking_of(one, move, one.amount, suffix="1") for one in shares], actor=_actor(1), at=AT)


def _round(round_number: int) -> Iterator[tuple[str, float]]:
    """One batch through all its hands, each step timed."""
    from luoqiao.apps.funds.models import PaymentLine
    from luoqiao.apps.funds.queries.batches import check_batch_lines, get_batch
    from luoqiao.apps.funds.queries.results import get_results
    from luoqiao.apps.funds.services import approving, batches, results
    from luoqiao.interfaces.portal.funds.payment_files import write_payment_file

    at, made, file = AT + timedelta(minutes=round_number), [""], [0]

    def prepare() -> None:
        made[0] = batches.prepare_batch(batches.Chosen(PACK, YEAR), actor=_actor(1), at=at, key=uuid4())

    yield f"prepare a batch of {LINES:,} lines", _timed(prepare)
    batches.record_credit(made[0], source="信用中国", on=AT.date(), found={}, actor=_actor(1), at=at)
    lines = list(PaymentLine.objects.filter(batch__number=made[0]).values_list("reference", "amount").order_by("place"))
    seen = approving.Seen(len(lines), sum(fen for _, fen in lines))
    yield "look at it with every check", _timed(lambda: (get_batch(made[0]), _checks(check_batch_lines, made[0])))
    yield "first approval, every line checked", _timed(
        lambda: approving.approve_first(made[0], seen=seen, cases=_nothing, actor=_actor(2), at=at)
    )
    yield "second approval: checked, booked, csv and xlsx written and kept", _timed(
        lambda: approving.approve_second(
            made[0], seen=seen, cases=_nothing, write=write_payment_file, actor=_actor(3), at=at
        )
    )
    content = _answer(lines)

    def receive() -> None:
        file[0] = results.receive_results(_received(content), actor=_actor(1), at=at)

    yield f"take in {LINES:,} results", _timed(receive)
    yield "look at what they would do", _timed(lambda: get_results(file[0]))
    yield f"apply {LINES:,} results (one in fifty returned), everybody told", _timed(
        lambda: results.apply_results(file[0], actor=_actor(1), at=at)
    )
    open_lines = PaymentLine.objects.filter(batch__number=made[0], state="sent").count()
    if open_lines:
        raise SystemExit(f"{open_lines} payments are not answered")


def _files() -> list[Row]:
    """The two files alone, from rows in memory."""
    from luoqiao.apps.policy.queries import get_pack
    from luoqiao.core.funds.payment_layout import PayRow, cells_of
    from luoqiao.interfaces.portal.funds.payment_files import write_payment_file

    rows = [
        PayRow(place, "ZF-2023-0001", f"ZF-2023-0001-{place:04d}", "泉州测速机械有限公司", _uscc(place % FIRMS), "中国建设银行",
               "洛江支行", "泉州测速机械有限公司", f"3505016600000{place:07d}", FEN + place, "2023年上云上平台补助（区级资金）",
               "区级", f"LQ-2023-{place:06d}", date(2023, 6, 12))
        for place in range(1, LINES + 1)
    ]  # fmt: skip
    return [
        repeat(
            f"payment file of {LINES:,} lines, {layout.kind.value}", n=5, goal="≤ 5 s",
            call=lambda layout=layout: write_payment_file(layout, [cells_of(layout, row) for row in rows]),  # type: ignore[misc]
        )
        for layout in get_pack().funds.layouts
    ]  # fmt: skip


def _least() -> float:
    from django.db import connection, transaction

    def update() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE funds_paymentline SET voucher = 'x' WHERE batch_id = (SELECT min(id) FROM funds_paymentbatch)")

    return sorted(_timed(update) for _ in range(5))[2]


def _answer(lines: list[tuple[str, int]]) -> bytes:
    told = [
        f"{reference},{fen // 100}.{fen % 100:02d},{'退汇' if place % 50 == 49 else '交易成功'},2023-06-13,PZ-{place},"
        for place, (reference, fen) in enumerate(lines)
    ]
    return "\r\n".join(("流水号,金额,交易状态,交易日期,凭证号,退汇原因", *told)).encode("gb18030")


def _received(content: bytes) -> Any:  # the value of a module that is loaded once Django is set up
    from luoqiao.adapters.delimited.reading import read_delimited
    from luoqiao.adapters.object_store.hashing import read_digests
    from luoqiao.apps.funds.services.results import ReceivedResults

    digests = read_digests(BytesIO(content))
    return ReceivedResults(PACK, "回执.csv", content, digests.sha256, digests.sm3, read_delimited(content))


def _checks(look: Callable[..., object], number: str) -> None:
    look(number, on=AT.date(), cases=_nothing)


def _nothing(cases: object) -> dict[str, str]:
    return {}


def _actor(number: int) -> Any:  # as above
    from luoqiao.core.parties.actor import Actor, Post, Role

    role = Role.UNIT_HEAD if number == 3 else Role.FINANCE_OFFICER
    return Actor(number, f"财政{number}", (Post(role, "finance"),))


def _uscc(number: int) -> str:
    return f"91350504MB{number:08d}"


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
