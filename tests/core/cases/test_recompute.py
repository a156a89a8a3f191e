"""复算：an honest grant agrees with itself, and no change of any part of it stays unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from luoqiao.core.cases.recompute import (
    DifferenceKind,
    Granted,
    Published,
    amounts_of,
    answer_of,
    compare_cap,
    recompute,
)
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.present import as_data
from luoqiao.policies.pack import Pack
from tests.core.cases.case_builder import the_pack

ON = date(2023, 6, 12)
DIGEST = "a" * 64
FEES = some.integers(5_000_001, 80_000_000)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return the_pack()


def a_grant(fee: int, pack: Pack, earlier: dict[str, str] | None = None) -> tuple[Granted, t.Clause]:
    """A grant of the cloud clause as it is kept when the last person agreed, for an invoice of so many fen."""
    clause = pack.clauses["cloud_adoption"]
    invoice = {"line": 7, "amount": fee, "inputs": ["annual_service_fee"]}
    fact = {"key": "annual_service_fee", "label": "年度服务费", "adopted": yuan_text(fee), "source": "document"}
    content: dict[str, Any] = {
        "form": {}, "invoices": [invoice], "facts": [fact], "earlier": earlier or {},
        "rule": {"pack": "p", "digest": DIGEST, "clause": clause.identifier, "on": ON.isoformat()},
    }  # fmt: skip
    bare = Granted("LQ-2023-0001", clause.identifier, DIGEST, ON, "d", {}, {}, content, "d", allocated={7: fee})
    answer = answer_of(bare, clause, pack.basis)
    amounts = amounts_of(answer)
    content |= {"answer": as_data(answer), "amounts": {tier: yuan_text(fen) for tier, fen in amounts.items()}}
    return replace(bare, decided=amounts, row=amounts, published=(Published("GS-2023-0001", amounts),)), clause


def kinds(granted: Granted, clause: t.Clause, pack: Pack) -> list[DifferenceKind]:
    return [one.kind for one in recompute(granted, clause, pack.basis).differences]


@given(FEES)
def test_what_the_rule_gave_is_what_it_gives_again(pack: Pack, fee: int) -> None:
    assert kinds(*a_grant(fee, pack), pack) == []


@given(FEES, some.sampled_from(["city", "district"]), some.integers(1, 10_000_000))
def test_any_amount_that_was_moved_is_found_wherever_it_was_moved(pack: Pack, fee: int, tier: str, by: int) -> None:
    granted, clause = a_grant(fee, pack)
    moved = dict(granted.decided) | {tier: granted.decided[tier] + by}
    assert kinds(replace(granted, row=moved), clause, pack) == [DifferenceKind.ROW]
    assert kinds(replace(granted, published=(Published("GS", moved),)), clause, pack) == [DifferenceKind.NOTICE]
    above = replace(granted, decided=moved, row=moved, published=())
    assert kinds(above, clause, pack) == [DifferenceKind.ABOVE]
    altered = {**(granted.content or {}), "amounts": {one: yuan_text(fen) for one, fen in moved.items()}}
    assert kinds(replace(granted, content=altered), clause, pack) == [DifferenceKind.CALCULATION]


@given(FEES, some.integers(1, 1_000_000))
def test_less_than_the_rule_gives_needs_a_reason(pack: Pack, fee: int, by: int) -> None:
    granted, clause = a_grant(fee, pack)
    lower = dict(granted.decided) | {"city": granted.decided["city"] - by}
    lowered = replace(granted, decided=lower, row=lower, published=())
    assert kinds(lowered, clause, pack) == [DifferenceKind.REASON]
    assert kinds(replace(lowered, lowered_because="一张发票不属于本项目"), clause, pack) == []


def test_a_fact_that_its_invoices_do_not_prove_is_found(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    content = granted.content or {}
    fact = {**content["facts"][0], "adopted": "120000.00"}
    found = recompute(replace(granted, content={**content, "facts": [fact]}), clause, pack.basis).differences
    assert DifferenceKind.INVOICES in {one.kind for one in found}
    assert any("“年度服务费”采用 120000.00 元，快照里的发票合计 100000.00 元" in one.sentence for one in found)


def test_an_invoice_that_was_let_go_afterwards_is_found(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    assert kinds(replace(granted, allocated={}), clause, pack) == [DifferenceKind.INVOICES]


def test_a_snapshot_that_no_longer_gives_its_digest_is_found(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    assert kinds(replace(granted, found_digest="e"), clause, pack) == [DifferenceKind.DIGEST]


def test_a_rule_that_is_not_the_one_of_the_case_is_found(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    assert kinds(replace(granted, pack_digest="b" * 64), clause, pack) == [DifferenceKind.VERSION]


def test_facts_that_cannot_be_read_any_more_are_said_and_stop_nothing(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    fact = {"key": "annual_service_fee", "label": "年度服务费", "adopted": "很多", "source": "declared"}
    done = recompute(replace(granted, content={**(granted.content or {}), "facts": [fact]}), clause, pack.basis)
    assert done.answer is None
    assert [one.kind for one in done.differences] == [DifferenceKind.FACTS]


def test_a_grant_without_a_snapshot_is_said(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    assert kinds(replace(granted, content=None), clause, pack) == [DifferenceKind.SNAPSHOT]


def test_a_cap_that_was_used_up_before_is_found(pack: Pack) -> None:
    granted, clause = a_grant(20_000_000, pack)
    taken = {("市级", "enterprise_year"): 7_000_000}
    found = compare_cap(granted, clause, pack.basis, taken, ["LQ-2023-0000"])
    assert found is not None
    assert found.kind is DifferenceKind.CAP
    assert "连同此前审定的 LQ-2023-0000" in found.sentence
    assert compare_cap(granted, clause, pack.basis, {("市级", "enterprise_year"): 1_000_000}, ["x"]) is None


def test_money_above_what_was_decided_is_found_and_less_is_not(pack: Pack) -> None:
    granted, clause = a_grant(10_000_000, pack)
    less = {tier: fen - 1 for tier, fen in granted.decided.items() if fen}
    more = dict(granted.decided) | {"district": granted.decided["district"] + 1}
    assert kinds(replace(granted, money=less), clause, pack) == []
    assert kinds(replace(granted, money=more), clause, pack) == [DifferenceKind.MONEY]
