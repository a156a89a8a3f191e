"""The most a clause can bring: choices are tried one by one, amounts are left open up to their caps."""

from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.greatest import greatest
from luoqiao.policies.pack_cache import PACKS
from luoqiao.policies.pack_reader import open_pack

PACK = open_pack("luojiang_2022_31", PACKS)


def most(clause: str) -> tuple[int | None, dict[str, int | None]]:
    found = greatest(PACK.clauses[clause], PACK.basis, PACK.meta.in_force_until)
    return found.total, dict(found.shares)


def test_caps_of_all_tiers_add_up() -> None:
    assert most("technology_upgrade") == (wan(1440), {"province": wan(1000), "city": wan(200), "district": wan(240)})


def test_shares_of_choices_that_exclude_each_other_are_not_added() -> None:
    assert most("little_giant") == (wan(80), {"province": wan(50), "city": 0, "district": wan(30)})


def test_a_list_is_given_for_one_item() -> None:
    found = greatest(PACK.clauses["industrial_app"], PACK.basis, PACK.meta.in_force_until)
    assert (found.total, found.per_item) == (wan(10), True)


def test_no_limit_is_none() -> None:
    assert most("upgrade_loan_interest") == (None, {"province": None, "city": None})
