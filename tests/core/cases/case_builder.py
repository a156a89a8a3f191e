"""造一件案子: `a_case("claim").submitted().approved(by=OFFICER)…`; every deed goes through the real decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from luoqiao.core.cases import decide, migration
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import CreditCheck, Found
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Parties, Procedure
from luoqiao.core.cases.state import CaseState, apply
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_cache import PACKS
from luoqiao.policies.pack_reader import open_pack
from tests.core.cases.people import AGENT, PARTIES

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2023, 6, 12, 9, 0, tzinfo=ZONE)
CLEAN = CreditCheck(Found.NONE, "信用中国", START.date())
AMOUNTS = {"province": 0, "city": 5_160_000, "district": 1_032_000}


@cache
def the_pack() -> Pack:
    return open_pack("luojiang_2022_31", PACKS)


class CaseBuilder:
    """One case with its history; `at` moves on by an hour with each deed unless a test sets it."""

    def __init__(self, procedure: Procedure, parties: Parties = PARTIES) -> None:
        self.matter = Matter(procedure, parties, CaseState(step=procedure.steps[0].id))
        self.history: list[e.Recorded] = []
        self.at = START
        self.happen(AGENT, e.Opened(procedure.id, ""))

    @property
    def state(self) -> CaseState:
        return self.matter.state

    def happen(self, actor: Actor, *happened: e.Event) -> CaseBuilder:
        """These events are recorded, allowed or not."""
        for event in happened:
            desk = getattr(event, "desk", "")
            post = next((one for one in actor.posts if one.desk == desk), None)
            recorded = e.Recorded(
                self.state.seq + 1, self.at, event, actor.user, actor.name, desk, post.for_user if post else 0
            )
            self.history.append(recorded)
            state = apply(self.matter.procedure, self.state, recorded)
            self.matter = Matter(self.matter.procedure, self.matter.parties, state)
        self.at += timedelta(hours=1)
        return self

    def on(self, month: int, day: int, year: int = 2023) -> CaseBuilder:
        self.at = datetime(year, month, day, 10, 0, tzinfo=ZONE)
        return self

    def submitted(self, amounts: dict[str, int] | None = None, by: Actor = AGENT) -> CaseBuilder:
        asked = AMOUNTS if amounts is None else amounts
        return self.happen(by, *decide.submit(self.matter, by, snapshot="0" * 64, amounts=asked))

    def approved(self, by: Actor, ceiling: dict[str, int] | None = None, **told: object) -> CaseBuilder:
        given = {"credit": CLEAN, **told}
        return self.happen(by, *decide.approve(self.matter, by, ceiling=ceiling, **given))  # type: ignore[arg-type]

    def returned(self, by: Actor, resume_at: str = "") -> CaseBuilder:
        items = (e.ReturnItem("document", "合同", "缺最后一页"),)
        return self.happen(by, *decide.return_for_correction(self.matter, by, items=items, resume_at=resume_at))

    def rejected(self, by: Actor) -> CaseBuilder:
        return self.happen(by, *decide.reject(self.matter, by, reasons=("发票不是本企业的",)))

    def sent_back(self, by: Actor) -> CaseBuilder:
        return self.happen(by, *decide.send_back(self.matter, by, reason="金额再核一遍"))

    def posted(self, by: Actor, first: datetime, last: datetime) -> CaseBuilder:
        return self.happen(by, e.NoticePosted(self.state.step, "GS-2023-001", first.date(), last.date()))

    def migrated(self, by: Actor, new: Procedure, digest: str = "a" * 64) -> CaseBuilder:
        event, _ = migration.migrate(self.matter, by, new, digest=digest, reason="方案包改了流程")
        self.matter = replace(self.matter, procedure=new)
        return self.happen(by, event)

    def notice_ended(self) -> CaseBuilder:
        return self.happen(SYSTEM, e.NoticeEnded("GS-2023-001"))


def a_case(procedure: str = "claim") -> CaseBuilder:
    found = the_pack().get_procedure(procedure)
    assert found is not None
    return CaseBuilder(found)
