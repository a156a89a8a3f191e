"""整包的证明: every claim of the fourteen clauses is settled, nothing fails but where the document itself differs."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.proofs import ClaimKind, PackProofs, Proof, Verdict
from luoqiao.policies import Pack, open_pack
from luoqiao.policies.pack_proofs import is_current, proof_findings

pytest.importorskip("z3")

SINGLE = frozenset(ClaimKind) - {ClaimKind.VERSIONS}


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The programme pack."""
    return open_pack("luojiang_2022_31")


@pytest.fixture(scope="module")
def proofs(pack: Pack) -> PackProofs:
    """Everything proved anew, once for this file."""
    from luoqiao.adapters.z3.prove import prove_pack

    return prove_pack(pack.clauses, pack.basis, pack.meta.in_force_until, pack.contrasts)


def find(proofs: PackProofs, clause: str, sentence: str) -> Proof:
    """The proof that says this, under the readings in force."""
    return next(p for p in proofs.clauses[clause].proofs if p.sentence == sentence and not p.readings)


def test_every_claim_is_settled_and_the_rules_fail_none(pack: Pack, proofs: PackProofs) -> None:
    assert not [p.sentence for p in proofs.all if p.verdict is Verdict.TIMED_OUT]
    assert not [p.sentence for p in proofs.all if p.faulty]
    assert list(proof_findings(pack, proofs)) == []


def test_claims_of_every_kind_are_made(proofs: PackProofs) -> None:
    assert {p.kind for p in proofs.all} == SINGLE
    assert set(proofs.clauses) == {p.clause for p in proofs.all}


def test_the_proofs_kept_with_the_pack_are_those_made_now(pack: Pack, proofs: PackProofs) -> None:
    assert pack.proofs is not None
    assert is_current(pack)
    told = [(p.clause, p.sentence, p.verdict, dict(p.readings), p.assumption, p.decided_by) for p in proofs.all]
    kept = [(p.clause, p.sentence, p.verdict, dict(p.readings), p.assumption, p.decided_by) for p in pack.proofs.all]
    assert kept == told


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("cloud_adoption", "合计最多 120,000.00 元，没有哪个案子能超过"),
        ("cloud_adoption", "只要给，合计不少于 18,000.00 元"),
        ("cloud_adoption", "区级不会超过市级实拨的 20%"),
        ("technology_upgrade", "合计最多 14,400,000.00 元，没有哪个案子能超过"),
        ("upgrade_loan_interest", "省级没有上限，随基数增长"),
        ("first_set_national", "合计最多 4,300,000.00 元，没有哪个案子能超过"),
        ("first_set_provincial", "合计最多 1,600,000.00 元，没有哪个案子能超过"),
        ("open_challenge", "合计最多 2,100,000.00 元，没有哪个案子能超过"),
        ("industrial_internet_demo", "市级、区级相加，一分不差就是补助总额"),
        ("industrial_app", "每一项合计最多 100,000.00 元，没有哪个案子能超过"),
        ("five_g_demo", "合计最多 3,350,000.00 元，没有哪个案子能超过"),
        ("supply_chain_platform", "市级奖励、区级标准的分档不漏：年交易规模是多少都有一档"),
        ("champion_national", "合计最多 1,300,000.00 元，没有哪个案子能超过"),
        ("little_giant", "合计最多 800,000.00 元，没有哪个案子能超过"),
        ("srdi", "合计最多 300,000.00 元，没有哪个案子能超过"),
    ],
)
def test_the_most_by_the_document_is_proved(proofs: PackProofs, clause: str, sentence: str) -> None:
    assert find(proofs, clause, sentence).verdict is Verdict.PROVED


def test_the_least_is_reached_one_fen_above_the_threshold(proofs: PackProofs) -> None:
    proof = find(proofs, "cloud_adoption", "只要给，合计不少于 18,000.00 元")
    assert proof.witness is not None
    assert proof.witness.facts == {"annual_service_fee": "50000.01"}


def test_the_cloud_cap_of_the_annex_follows_from_the_body(proofs: PackProofs) -> None:
    proof = find(proofs, "cloud_adoption", "正文与附件4的区级处处一样")
    assert proof.verdict is Verdict.PROVED
    assert proof.note.startswith("附件4另写的 2万元 上限由正文推出")
    assert "市级实拨不高于测算" in proof.assumption


def test_body_and_annex_contradict_each_other_about_the_supply_chain(proofs: PackProofs) -> None:
    proof = find(proofs, "supply_chain_platform", "正文与附件4的区级处处一样")
    assert (proof.verdict, proof.decided_by) == (Verdict.REFUTED, "X-04")
    assert proof.witness is not None
    assert proof.witness.sentence == "年交易规模 500,000,000.00 元时，正文给 50,000.00 元，附件4给 0.00 元"


def test_at_most_and_at_least_seven_percent_part_just_beside_seven(proofs: PackProofs) -> None:
    proof = find(proofs, "technology_upgrade", "正文与附件4只看比例的市级处处一样")
    assert (proof.verdict, proof.decided_by) == (Verdict.REFUTED, "X-01")
    assert proof.witness is not None
    assert proof.witness.facts["city_approved_rate"] in ("6.99%", "7.01%")


def test_readings_that_pay_alike_are_proved_alike(proofs: PackProofs) -> None:
    told = {p.sentence: p.verdict for p in proofs.clauses["technology_upgrade"].proofs if p.kind is ClaimKind.READINGS}
    assert told["X-03=A 与 X-03=B 处处给得一样"] is Verdict.PROVED
    assert told["X-03=A 与 X-03=C 处处给得一样"] is Verdict.REFUTED
