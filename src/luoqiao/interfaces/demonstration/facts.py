"""示例的数据: what the district would hold about enterprises above designated size: from registers, machines, and the firms.

Some of it does not agree, so that a conflict can be seen; all of it is made up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from luoqiao.apps.evidence.services import record_facts
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.money import YUAN, yuan_text
from luoqiao.core.kernel.period import Period, year_period
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.district import Resident
from luoqiao.interfaces.demonstration.people import Desks

LAST_YEAR, THIS_YEAR = 2022, 2023
REPORT, SOCIAL, TAX = "示例：统计年报", "示例：社保登记库", "示例：税务登记库"
PLATFORM, METER, PROVIDER = "示例：平台接口", "示例：电表", "示例：云平台服务商报送"
CONNECTED = 5
"""One of so many is connected to a platform that counts its machines."""
DECLARING = 4
"""One of so many with an agent declared its staff, most of them a little differently."""
SINCE = Period(date(LAST_YEAR, 1, 1))


def tell_facts(
    people: Sequence[Resident], industries: Mapping[str, str], shown: Collection[str], desks: Desks, now: datetime
) -> int:
    """Record them and say how many there were. `shown`: enterprises to be tried out, about which more is known."""
    above = [one for one in people if one.drawn.above_designated_size]
    reported, counted = now - timedelta(days=245), now - timedelta(days=8)
    registered = [fact for one in above for fact in _registered(one, industries)]
    measured = [fact for one in above for fact in _measured(one, one.record.uscc in shown)]
    told = record_facts(facts=registered, actor=SYSTEM, at=reported, origin="示例").recorded
    told += record_facts(facts=measured, actor=SYSTEM, at=counted, origin="示例").recorded
    for one in above:
        agents = desks.at(f"enterprise_agent@{one.record.uscc}")
        if agents and (one.record.uscc in shown or part(f"{one.record.uscc}/declares", 1, DECLARING) == 1):
            facts = list(_declared(one))
            told += record_facts(facts=facts, actor=agents[0], at=counted, origin="示例").recorded
    return told


def _registered(one: Resident, industries: Mapping[str, str]) -> Iterator[NewFact]:
    """What registers and yearly returns say."""
    year, record = year_period(LAST_YEAR), one.record
    revenue = (one.drawn.output // YUAN) * YUAN
    yield _fact(one, "above_designated_size", True, SINCE, Source.REGISTER, REPORT)
    yield _fact(one, "programme_industry", industries.get(record.industry, record.industry), SINCE, Source.REGISTER, REPORT)
    yield _fact(one, "registered_address", record.address, SINCE, Source.REGISTER, "示例：登记库")
    yield _fact(one, "staff", one.drawn.staff, year, Source.REGISTER, SOCIAL)
    yield _fact(one, "revenue", yuan_text(revenue), year, Source.REGISTER, REPORT)
    output, tax = part(f"{record.uscc}/output", 96, 108), part(f"{record.uscc}/tax", 12, 45)
    yield _fact(one, "output_value", yuan_text(revenue * output // 100), year, Source.REGISTER, REPORT)
    yield _fact(one, "tax_paid", yuan_text(revenue * tax // 1000), year, Source.REGISTER, TAX)


def _measured(one: Resident, shown: bool) -> Iterator[NewFact]:
    """What machines and providers deliver by themselves."""
    uscc, year = one.record.uscc, year_period(THIS_YEAR)
    if shown:
        fee = part(f"{uscc}/cloud", 60, 320) * 1000 * YUAN
        yield _fact(one, "cloud_adoption.annual_service_fee", yuan_text(fee), year, Source.REGISTER, PROVIDER)
        plant = part(f"{uscc}/plant", 120, 900) * 10_000 * YUAN
        yield _fact(
            one, "technology_upgrade.production_equipment_investment", yuan_text(plant), year, Source.REGISTER, "示例：投资统计"
        )  # fmt: skip
    if shown or part(f"{uscc}/connected", 1, CONNECTED) == 1:
        since = Period(date(THIS_YEAR, 1, 1))
        yield _fact(one, "networked_equipment", part(f"{uscc}/networked", 6, 60), since, Source.MEASURED, PLATFORM)
        yield _fact(one, "electricity_use", part(f"{uscc}/power", 200_000, 4_000_000), year, Source.MEASURED, METER)


def _declared(one: Resident) -> Iterator[NewFact]:
    """What the firm said of itself: its staff a little differently in two of three, its machines as it counts them."""
    uscc, staff = one.record.uscc, one.drawn.staff
    off = part(f"{uscc}/staff", -1, 1) * max(1, staff // 25)
    yield _fact(one, "staff", max(1, staff + off), year_period(LAST_YEAR), Source.DECLARED, "示例：企业填报")
    machines = part(f"{uscc}/networked", 6, 60) + part(f"{uscc}/claimed", 0, 2)
    since = Period(date(THIS_YEAR, 1, 1))
    yield _fact(one, "networked_equipment", machines, since, Source.DECLARED, "示例：企业填报")


def _fact(one: Resident, key: str, value: object, period: Period, source: Source, origin: str) -> NewFact:
    return NewFact(enterprise_subject(one.record.uscc), key, value, period, source, origin)
