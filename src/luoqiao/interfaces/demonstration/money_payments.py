"""示例的拨付: upper grants, a batch a month with the bank's answers, one payment that came back, one claw-back in instalments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from luoqiao.apps.cases.queries.against_paying import against_paying
from luoqiao.apps.cases.services import funding
from luoqiao.apps.funds.queries.batches import check_batch_lines, get_batch, list_payable
from luoqiao.apps.funds.queries.clawbacks import list_paid
from luoqiao.apps.funds.queries.shares import list_awaited, list_shares_of
from luoqiao.apps.funds.services import approving, batches, clawback, results, upstream
from luoqiao.core.funds.batch import blocked
from luoqiao.core.funds.clawback import Ground, Instalment
from luoqiao.core.funds.share import ShareView
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.import_table import SheetRow
from luoqiao.interfaces.demonstration.world import ZONE
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from luoqiao.policies.pack import Pack

Deed = Callable[[datetime], None]
RETURNED_MONTH = (2023, 9)
CLAWED_BACK_MONTH = (2023, 8)
WAITS_DAYS = 20
"""So long the tiers above take after a case is closed."""
HEADS = ("流水号", "金额", "交易状态", "交易日期", "凭证号", "退汇原因")


@dataclass(frozen=True, slots=True)
class Payments:
    """每个月做一遍的事, by the same people."""

    pack: Pack
    one: Actor
    other: Actor
    head: Actor
    officer: Actor
    unit_head: Actor

    def moments(self, now: datetime) -> Iterator[tuple[datetime, Deed]]:
        """When each is done, from the first autumn on."""
        year, month = 2022, 10
        while (at := datetime(year, month, 24, 10, 0, tzinfo=ZONE)) <= now:
            yield at - timedelta(days=4), self._upstream
            yield at, self._batch
            if (year, month) == CLAWED_BACK_MONTH:
                yield at + timedelta(days=1), self._claw_back
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _upstream(self, at: datetime) -> None:
        """What the tiers above granted under cases closed some weeks ago: as much as was approved."""
        asked: dict[tuple[str, str], int] = {}
        for share in list_awaited(most=10_000):
            if share.granted_at is None or share.granted_at > at - timedelta(days=WAITS_DAYS):
                continue
            for tier in share.awaiting:
                asked[share.case, tier] = 0
        for case, tier in asked:
            fen = _approved(case, tier)
            number = f"泉财指〔{at.year}〕{at.month:02d}号"
            stated = upstream.StatedGrant(case, tier, fen, number, at.date())
            entry = upstream.enter_upstream(stated, actor=self.officer, at=at, key=_key(f"{case}/{tier}"))
            funding.confirm_upstream(entry, actor=self.other, at=at + timedelta(hours=2))

    def _batch(self, at: datetime) -> None:
        for year in sorted({one.year for one in list_payable()}):
            self._pay(year, at)

    def _pay(self, year: int, at: datetime) -> None:
        chosen = batches.Chosen(self.pack.meta.name, year)
        try:
            number = batches.prepare_batch(chosen, actor=self.one, at=at, key=_key(f"{year}/{at:%Y%m}"))
        except batches.NothingToPay:
            return
        batches.record_credit(number, source="信用中国", on=at.date(), found={}, actor=self.one, at=at + timedelta(minutes=30))
        self._take_out_blocked(number, at + timedelta(minutes=40))
        lines = get_batch(number).live
        if not lines or at + timedelta(days=2) > datetime(2023, 10, 31, tzinfo=ZONE):
            return
        seen = approving.Seen(len(lines), sum(one.amount for one in lines))
        approving.approve_first(number, seen=seen, cases=against_paying, actor=self.other, at=at + timedelta(hours=3))
        approving.approve_second(
            number, seen=seen, cases=against_paying, write=write_payment_file, actor=self.head, at=at + timedelta(hours=5)
        )
        self._answered(number, at + timedelta(days=2))

    def _take_out_blocked(self, number: str, at: datetime) -> None:
        checks = check_batch_lines(number, on=at.date(), cases=against_paying)
        bad = [place for place, found in checks.items() if blocked(found)]
        if bad:
            batches.take_out(number, bad, reason="核对没有通过，办好以后再列", actor=self.one, at=at)

    def _answered(self, number: str, at: datetime) -> None:
        """The bank's answer two days later: everything arrived, but for one in one month."""
        batch = get_batch(number)
        back = (at.year, at.month) == RETURNED_MONTH
        rows = [SheetRow(1, HEADS)]
        for place, line in enumerate(batch.live, 2):
            wrong = back and place == 2
            rows.append(SheetRow(place, (
                line.reference, yuan_text(line.amount), "退汇" if wrong else "交易成功", at.date().isoformat(),
                f"PZ{at:%Y%m%d}{place:04d}", "账号户名不符" if wrong else "",
            )))  # fmt: skip
        content = "\r\n".join(",".join(row.cells) for row in rows).encode("utf-8-sig")
        digest = sha256(content).hexdigest()
        received = results.ReceivedResults(self.pack.meta.name, f"回执{number}.csv", content, digest, "", rows)
        file = results.receive_results(received, actor=self.one, at=at)
        results.apply_results(file, actor=self.one, at=at + timedelta(minutes=10))

    def _claw_back(self, at: datetime) -> None:
        """One share of the district comes back in two instalments; the second is not in yet."""
        tier = self.pack.basis.tiers[-1].code
        found = [share for share, left in list_paid(most=500) if share.tier == tier and left == share.amount]
        if not found:
            return
        share = min(found, key=lambda one: (one.since, one.id))
        half = share.amount // 2
        first, second = (at + timedelta(days=37)).date(), (at + timedelta(days=75)).date()
        wanted = clawback.WantedClawback(
            share.id, share.amount, Ground.PROJECT_ENDED, "项目提前终止，没有按申报的内容完成", f"洛工信〔{at.year}〕38号",
            (Instalment(first, half), Instalment(second, share.amount - half)),
        )  # fmt: skip
        number = clawback.propose_clawback(wanted, actor=self.officer, at=at, key=_key("clawback"))
        clawback.decide_clawback(number, actor=self.unit_head, at=at + timedelta(days=1))
        on = at + timedelta(days=30)
        clawback.record_recovery(
            number, fen=half, on=on.date(), voucher=f"ZH{on:%Y%m%d}01", actor=self.one, at=on, key=_key("recovery")
        )


def _approved(case: str, tier: str) -> int:
    """What was approved for a tier of a case; nothing where it gives nothing."""
    shares: dict[str, ShareView] = {one.tier: one for one in list_shares_of(case)}
    return shares[tier].wanted if tier in shares else 0


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demonstration/money/{name}")
