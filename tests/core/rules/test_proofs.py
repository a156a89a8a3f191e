"""证明的存法: what is written is read back the same; another rule, reading or passage has another digest."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from luoqiao.core.rules.proofs import (
    ClaimKind,
    ClauseProofs,
    PackProofs,
    Proof,
    Verdict,
    Witness,
    counts,
    digest_of,
    pack_proofs_data,
    read_pack_proofs,
)
from luoqiao.policies import open_pack

WITNESS = Witness("年度服务费 1.00 元时", {"annual_service_fee": "1.00"}, {"市级": {"project": "2.00"}}, {"city": "0.30"})
PROOFS = (
    Proof(ClaimKind.CAP, "cloud", "市级不会超过 10万元", Verdict.PROVED, {"X-12": "B"}, "不论此前得过多少"),
    Proof(ClaimKind.PASSAGES, "cloud", "正文与附件4的区级处处一样", Verdict.REFUTED, witness=WITNESS, decided_by="X-04"),
    Proof(ClaimKind.RANGE, "cloud", "合计没有算出上限", Verdict.TIMED_OUT, note="以后再证"),
)
STORE = PackProofs("Z3", {"cloud": ClauseProofs("cloud", "0" * 64, PROOFS)})


def test_what_is_written_is_read_back() -> None:
    assert read_pack_proofs(json.loads(json.dumps(pack_proofs_data(STORE), ensure_ascii=False))) == STORE


@pytest.mark.parametrize(
    "data", [{}, {"prover": "Z3", "clauses": []}, {"prover": "Z3", "clauses": {"cloud": {"digest": "0", "proofs": {}}}}]
)
def test_what_has_another_form_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_pack_proofs(data)


def test_verdicts_are_counted_and_the_documents_own_differences_are_no_faults() -> None:
    assert counts(PROOFS) == {Verdict.PROVED: 1, Verdict.REFUTED: 1, Verdict.TIMED_OUT: 1}
    assert [p.faulty for p in PROOFS] == [False, False, False]
    assert replace(PROOFS[1], decided_by="").faulty


def test_the_digest_follows_rule_reading_and_passages() -> None:
    pack = open_pack("luojiang_2022_31")
    clause, on = pack.clauses["cloud_adoption"], pack.meta.in_force_until
    contrast = pack.contrasts["cloud_adoption"]
    first = digest_of(clause, pack.basis, on, contrast)
    assert first == digest_of(clause, pack.basis, on, contrast)
    others = [
        digest_of(replace(clause, digest="1" * 64), pack.basis, on, contrast),
        digest_of(clause, replace(pack.basis, defaults={**pack.basis.defaults, "X-12": "B"}), on, contrast),
        digest_of(clause, pack.basis, on, None),
    ]
    assert first not in others
    assert len(set(others)) == len(others)
