"""主张从哪里来: from the tree and from the quotes; a rule that lost what it quotes still claims it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.claims import claims_of
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.proofs import ClaimKind
from luoqiao.core.rules.tree import Clause
from luoqiao.policies import open_pack

ON = date(2023, 6, 30)
PACK = open_pack("luojiang_2022_31")


def claimed(clause: Clause, readings: Mapping[str, str] | None = None) -> list[str]:
    letters = {used.question: used.letter for used in choose(clause, PACK.basis, readings or {}, ON)}
    return [claim.sentence for claim in claims_of(clause, letters, ON, PACK.basis).claims]


def written(rule: str) -> Clause:
    head = "# 试 · trial\n对象 企业 ｜ 牵头 区工信局 ｜ 期限 2022-06-30 至 2023-12-31 ｜ 方式 申报 ｜ 依据 三（一）1\n"
    return parse_clause(f"{head}```规则\n{rule}\n```\n", "trial.md")


def test_the_cloud_clause_claims_what_its_rule_and_quotes_say() -> None:
    assert claimed(PACK.clauses["cloud_adoption"]) == [
        "市级、区级都不会小于零",
        "市级不会超过 10万元",
        "市级连同此前（单家年度）所得，不会超过 10万元",
        "市级不会超过计补基数的 30%",
        "区级不会超过 2万元",
        "区级连同此前（单家年度）所得，不会超过 2万元",
        "区级不会超过市级实拨的 20%",
        "年度服务费越多，合计不会越少",
    ]


def test_a_lost_cap_and_a_raised_rate_are_claimed_from_the_quotes() -> None:
    rule = "输入 服务费 fee：金额\n市级 = 服务费 的 50% ←「按照服务费的 30% 给予补助」「年度补助最高不超过 10 万元」"
    said = claimed(written(rule))
    assert "市级不会超过 10万元" in said
    assert "市级不会超过服务费的 30%" in said


def test_an_amount_that_is_subtracted_is_not_claimed_to_bring_more() -> None:
    said = claimed(written("输入 收入 income、扣除 deduction：金额\n市级 = （收入 减 扣除） 的 30%"))
    assert "收入越多，合计不会越少" in said
    assert "扣除越多，合计不会越少" not in said


def test_an_amount_that_shuts_the_door_is_not_claimed_to_bring_more() -> None:
    said = claimed(written("输入 收入 income、投资 investment：金额\n条件 收入 不超过 5万元\n市级 = 投资 的 30%"))
    assert [one for one in said if "越多" in one] == ["投资越多，合计不会越少"]


def test_a_floor_rate_is_no_upper_bound() -> None:
    clause = PACK.clauses["technology_upgrade"]
    assert "市级测算不会超过市级基数的 7%" in claimed(clause)
    assert "市级测算不会超过市级基数的 7%" not in claimed(clause, {"X-01": "B"})


def test_a_claim_says_what_it_assumes() -> None:
    clause = PACK.clauses["supply_chain_platform"]
    letters = {used.question: used.letter for used in choose(clause, PACK.basis, {}, ON)}
    caps = [c for c in claims_of(clause, letters, ON, Basis()).claims if c.kind is ClaimKind.CAP]
    assert {c.assumption for c in caps} == {
        "市级按测算，不按实拨；不论此前得过多少", "不论市级实拨多少；不论此前得过多少",
    }  # fmt: skip
