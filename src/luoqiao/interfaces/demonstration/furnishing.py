"""示例企业有什么: people to ring up, accounts to be paid to, titles held, workshops, lines and machines; all made up.

Phones are of a range that no operator gives out, account numbers begin with 0000; nothing of it belongs to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from luoqiao.apps.parties.bulk import ToldAccount, ToldContact, ToldHolding, furnish_demonstration
from luoqiao.apps.parties.services import record_titles
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.holding import HoldingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind
from luoqiao.interfaces.demonstration.awards import PlannedAward
from luoqiao.interfaces.demonstration.district import Resident
from luoqiao.interfaces.demonstration.names import person_name, pick
from luoqiao.interfaces.demonstration.people import Desks

BANKS = ("中国工商银行", "中国农业银行", "中国银行", "中国建设银行", "泉州银行", "兴业银行")
DUTIES = ("财务", "办公室", "企管部", "总经理助理")
WORKSHOPS = {
    "machinery": ("机加工车间", "装配车间"), "textiles_footwear": ("裁断车间", "成型车间"), "crafts": ("注浆车间", "彩绘车间"),
    "paper_hygiene": ("一车间", "二车间"), "electronics": ("贴片车间", "总装车间"),
}  # fmt: skip
MACHINES = {
    "machinery": ("立式加工中心", "数控车床", "激光切割机"), "textiles_footwear": ("自动裁床", "电脑针车", "成型流水线"),
    "crafts": ("数控雕刻机", "隧道窑"), "paper_hygiene": ("生产线主机", "无纺布复合机"), "electronics": ("贴片机", "回流焊炉"),
}  # fmt: skip
OTHER = ("生产车间",), ("数控设备",)
MAKERS = ("示例机床厂", "示例智能装备公司", "示例自动化公司")
FURNISHED = 2
"""One of so many enterprises above designated size has told what stands in its workshops."""
ANSWERS = (True, True, False, None)


def furnish(
    residents: Sequence[Resident], firms: Mapping[str, EnterpriseView], desks: Desks, awarded: Iterable[PlannedAward],
    began: datetime, now: datetime,
) -> None:  # fmt: skip
    """Contacts for everybody above designated size, accounts for everybody with an agent, titles for those on the lists,
    and for every second enterprise above designated size what stands in its workshops."""
    above = [one.record.uscc for one in residents if one.drawn.above_designated_size]
    furnish_demonstration(
        contacts=[_contact(uscc) for uscc in above],
        accounts=[account for one in residents for account in _accounts(firms[one.record.uscc], desks, began)],
        holdings=[told for uscc in above[::FURNISHED] for told in _holdings(firms[uscc])],
        at=now,
    )
    listed: dict[datetime, list[tuple[str, HeldTitle]]] = {}
    for one in awarded:
        if one.clause in set(TitleKind):
            listed.setdefault(one.begins_at, []).append((one.firm.uscc, _title(one)))
    for at, titles in sorted(listed.items()):
        record_titles(titles, actor=SYSTEM, at=at)


def _contact(uscc: str) -> ToldContact:
    phone = f"1000000{part(f'{uscc}/phone', 0, 9999):04d}"
    return ToldContact(uscc, person_name(f"{uscc}/contact"), phone, pick(f"{uscc}/duty", DUTIES))


def _accounts(firm: EnterpriseView, desks: Desks, at: datetime) -> Iterator[ToldAccount]:
    agents, officers = desks.at(f"enterprise_agent@{firm.uscc}"), desks.at("officer@industry_information")
    if not agents or not officers:
        return
    begun = at + timedelta(days=part(f"{firm.uscc}/account", 1, 20))
    number = f"0000{part(f'{firm.uscc}/number', 10**11, 10**12 - 1)}"
    bank = pick(f"{firm.uscc}/bank", BANKS)
    confirmed_at = begun + timedelta(days=1)
    usable_from = confirmed_at.date() + timedelta(days=7)
    yield ToldAccount(
        firm.uscc, bank, "洛江支行", firm.name, number, agents[0], begun, officers[0], confirmed_at, usable_from
    )


def _title(award: PlannedAward) -> HeldTitle:
    """The list reached the district some weeks after the recognition; the title is held for three years."""
    kind = TitleKind(award.clause)
    recognised_on: date = award.begins_at.date() - timedelta(days=21)
    return HeldTitle(
        kind, kind.levels[0], recognised_on, recognised_on.replace(year=recognised_on.year + 3), source="示例名单"
    )


def _holdings(firm: EnterpriseView) -> Iterator[ToldHolding]:
    """Two workshops, a line or two in each, a machine or two on each line."""
    workshops = WORKSHOPS.get(firm.industry, OTHER[0])
    machines = MACHINES.get(firm.industry, OTHER[1])
    by, consent = _entered(firm)
    for workshop in workshops:
        yield ToldHolding(firm.uscc, HoldingKind.WORKSHOP, {"name": workshop}, by, consent)
        for number in range(1, part(f"{firm.uscc}/{workshop}/lines", 1, 2) + 1):
            key = f"{firm.uscc}/{workshop}/{number}"
            line = f"{workshop} {number} 号线"
            told: dict[str, object] = {"name": line, "digital": _answer(f"{key}/digital")}
            yield ToldHolding(firm.uscc, HoldingKind.LINE, told, by, consent, workshop)
            for at in range(1, part(f"{key}/machines", 1, 2) + 1):
                yield ToldHolding(firm.uscc, HoldingKind.EQUIPMENT, _machine(f"{key}/{at}", machines), by, consent, line)


def _machine(key: str, machines: Sequence[str]) -> dict[str, object]:
    return {
        "name": pick(f"{key}/name", machines), "maker": pick(f"{key}/maker", MAKERS),
        "serial_number": f"SL{part(f'{key}/serial', 10**8, 10**9 - 1)}", "model": f"SL-{part(f'{key}/model', 100, 999)}",
        "acquired_on": date(part(f"{key}/year", 2018, 2023), part(f"{key}/month", 1, 6), part(f"{key}/day", 1, 28)),
        "numerically_controlled": _answer(f"{key}/controlled"), "networked": _answer(f"{key}/networked"),
    }  # fmt: skip


def _entered(firm: EnterpriseView) -> tuple[str, str]:
    """Every third was filled in by the township, with the firm's consent."""
    if part(f"{firm.uscc}/assisted", 1, 3) == 1:
        return "镇街示例", person_name(f"{firm.uscc}/consent")
    return person_name(f"agent/{firm.uscc}"), ""


def _answer(key: str) -> bool | None:
    return ANSWERS[part(key, 0, len(ANSWERS) - 1)]
