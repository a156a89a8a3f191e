"""政策目录: clauses are found by what a reader remembers of them."""

from datetime import date

import pytest

from luoqiao.core.rules.catalogue import Entry, Manner, entry, search
from tests.core.rules.asking import programme

ON = date(2023, 6, 30)


def _entries() -> list[Entry]:
    pack = programme()
    return [entry(clause, pack.basis, ON) for clause in pack.clauses.values()]


def _names(found: tuple[Entry, ...]) -> set[str]:
    return {one.clause.identifier for one in found}


@pytest.mark.parametrize(
    "words", ["上云", "cloud_ADOPTION", "上　云", "服务费 30%", "服务费 ３０％", "年度 服务费"]
)
def test_words_are_found_whatever_their_width_and_spaces(words: str) -> None:
    assert "cloud_adoption" in _names(search(_entries(), words))


def test_every_word_must_occur() -> None:
    assert _names(search(_entries(), "上云 没有这个词")) == set()
    assert len(search(_entries())) == len(programme().clauses)


def test_manners_come_from_the_sentences_quoted() -> None:
    by_name = {one.clause.identifier: one.manners for one in _entries()}
    assert by_name["cloud_adoption"] == (Manner.SUBSIDY,)
    assert by_name["srdi"] == (Manner.AWARD,)
    assert by_name["upgrade_loan_interest"] == (Manner.INTEREST,)
    assert set(by_name["open_challenge"]) == {Manner.SUBSIDY, Manner.AWARD}
    assert all(by_name.values())


def test_tiers_that_pay_nothing_are_not_named() -> None:
    by_name = {one.clause.identifier: [tier.code for tier in one.tiers] for one in _entries()}
    assert by_name["upgrade_loan_interest"] == ["province", "city"]
    assert by_name["industrial_app"] == ["city", "district"]
    assert "cloud_adoption" not in _names(search(_entries(), tier="province"))


def test_a_clause_can_be_listed_on_a_day_outside_its_period() -> None:
    pack = programme()
    assert entry(pack.clauses["srdi"], pack.basis, date(2026, 1, 1)).tiers
