"""条款页的已证明: what is proved, what differs and by which reading, in words; stale or missing proofs are said to be so."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from luoqiao.core.rules.proofs import ClaimKind, ClauseProofs, PackProofs, Proof, Verdict, Witness
from luoqiao.interfaces.portal.clause_proofs import proofs_html, verdict_words
from luoqiao.policies.pack import Pack


def shown(pack: Pack, clause: str = "supply_chain_platform") -> str:
    """The section; codes such as X-04 are kept on one line by marks that do not matter here."""
    return re.sub(r"</?span[^>]*>", "", str(proofs_html(pack, pack.clauses[clause])))


def with_proofs(pack: Pack, *proofs: Proof) -> Pack:
    assert pack.proofs is not None
    digest = pack.proofs.clauses["srdi"].digest
    return replace(pack, proofs=PackProofs("Z3", {"srdi": ClauseProofs("srdi", digest, proofs)}))


def test_the_section_says_what_holds_and_where_the_document_differs(pack: Pack) -> None:
    html = shown(pack)
    assert 'id="proofs"' in html
    assert "年交易规模越多，合计不会越少" in html
    assert "不同，由 X-04 决定" in html
    assert "正文给 50,000.00 元，附件4给 0.00 元" in html
    assert "条成立" in html
    assert "有反例" not in html


def test_a_counterexample_and_an_open_claim_are_shown_as_such(pack: Pack) -> None:
    told = Witness("认定事项 新认定时：省级 30.00 元")
    spoiled = with_proofs(
        pack,
        Proof(ClaimKind.CAP, "srdi", "省级不会超过 20万元", Verdict.REFUTED, witness=told),
        Proof(ClaimKind.RANGE, "srdi", "合计没有算出上限", Verdict.TIMED_OUT, note="以后再证"),
    )
    html = shown(spoiled, "srdi")
    assert "is-refused" in html
    assert "反例：认定事项 新认定时：省级 30.00 元" in html
    assert "0 条成立、1 条有反例、1 条没有结论" in html


def test_missing_and_stale_proofs_are_said_to_be_so(pack: Pack) -> None:
    assert "还没有证明存档" in shown(replace(pack, proofs=None), "srdi")
    assert pack.proofs is not None
    old = {name: replace(one, digest="0" * 64) for name, one in pack.proofs.clauses.items()}
    assert "还没有重新证明" in shown(replace(pack, proofs=PackProofs("Z3", old)), "srdi")


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (Proof(ClaimKind.READINGS, "srdi", "", Verdict.REFUTED), "不同"),
        (Proof(ClaimKind.READINGS, "srdi", "", Verdict.PROVED), "处处一样"),
        (Proof(ClaimKind.PASSAGES, "srdi", "", Verdict.PROVED, assumption="此前没有得过"), "此前提下一样"),
        (Proof(ClaimKind.PASSAGES, "srdi", "", Verdict.REFUTED), "有反例"),
        (Proof(ClaimKind.CAP, "srdi", "", Verdict.TIMED_OUT), "没有结论"),
    ],
)
def test_the_verdict_in_words(proof: Proof, words: str) -> None:
    assert verdict_words(proof) == words
