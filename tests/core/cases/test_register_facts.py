"""名录里的事实：a title answers the question about it in the year of its recognition or 复核; a missing one answers nothing."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases.register_facts import register_facts
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_cache import PACKS
from luoqiao.policies.pack_reader import open_pack

ON = date(2023, 6, 12)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("luojiang_2022_31", PACKS)


def said(pack: Pack, clause: str, *titles: HeldTitle, year: int = 2023) -> dict[str, object]:
    return {one.key: one.value for one in register_facts(pack.clauses[clause], titles, year, ON)}


def srdi(recognised: date, **more: date) -> HeldTitle:
    return HeldTitle(TitleKind.SRDI, TitleLevel.PROVINCIAL, recognised, **more)


def test_a_title_of_the_year_is_new_and_one_passed_again_is_rechecked(pack: Pack) -> None:
    assert said(pack, "srdi", srdi(date(2023, 3, 1))) == {"event": "new"}
    assert said(pack, "srdi", srdi(date(2020, 3, 1), reverified_on=date(2023, 4, 1))) == {"event": "recheck_passed"}
    assert said(pack, "srdi", srdi(date(2022, 3, 1))) == {}


def test_no_title_is_no_answer_and_a_withdrawn_one_neither(pack: Pack) -> None:
    assert said(pack, "srdi") == {}
    assert said(pack, "srdi", srdi(date(2023, 3, 1), withdrawn_on=date(2023, 5, 1))) == {}
    assert said(pack, "technology_upgrade") == {}


def test_a_champion_is_newly_recognised_and_a_leading_enterprise_is_one_as_long_as_it_holds(pack: Pack) -> None:
    champion = HeldTitle(TitleKind.CHAMPION_NATIONAL, TitleLevel.NATIONAL, date(2023, 2, 1))
    assert said(pack, "champion_national", champion) == {"newly_recognised": "yes"}
    leading = HeldTitle(TitleKind.LEADING_ENTERPRISE, TitleLevel.PROVINCIAL, date(2021, 2, 1))
    assert said(pack, "technology_upgrade", leading) == {"provincial_leading_enterprise": "yes"}
    assert said(pack, "technology_upgrade", HeldTitle(TitleKind.LEADING_ENTERPRISE, TitleLevel.CITY, date(2021, 2, 1))) == {}
