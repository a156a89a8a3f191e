"""已证明: what holds of a clause for every input, in tables: the rule itself, its readings, the passages of the document.

What the prover refuted or did not settle stands among the rest and says so; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.proofs import VERDICT_WORDS, ClaimKind, Proof, Verdict, counts
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_proofs import stale_clauses

PAIRS = (ClaimKind.READINGS, ClaimKind.PASSAGES, ClaimKind.VERSIONS)


@dataclass(frozen=True, slots=True)
class ProofGroup:
    """一组证明: heading, what it says in a line, its table; `folded` groups open on demand."""

    title: str
    note: str
    table: RuledTable
    folded: bool = False


@lru_cache(maxsize=64)
def proofs_html(pack: Pack, clause: t.Clause) -> SafeString:
    """The section, drawn once: it depends on nothing that a reader enters."""
    kept = pack.proofs.clauses.get(clause.identifier) if pack.proofs else None
    proofs = kept.proofs if kept else ()
    context = {
        "groups": tuple(_groups(proofs)), "aside": _aside(proofs), "prover": pack.proofs.prover if pack.proofs else "",
        "stale": bool(proofs) and clause.identifier in stale_clauses(pack),
    }  # fmt: skip
    return render_to_string("pages/partials/clause_proofs.html", context)


def _aside(proofs: tuple[Proof, ...]) -> str:
    """21 条成立, and what fails or stays open only where there is some; differences of readings are not failures."""
    single = tuple(p for p in proofs if p.kind not in PAIRS)
    found = counts(single)
    parts = [f"{found[v]} 条{VERDICT_WORDS[v]}" for v in Verdict if found[v] or v is Verdict.PROVED]
    return "、".join(parts) if single else ""


def _groups(proofs: tuple[Proof, ...]) -> Iterator[ProofGroup]:
    own = [p for p in proofs if p.kind not in PAIRS]
    default, other = [p for p in own if not p.readings], [p for p in own if p.readings]
    if default:
        yield ProofGroup("规则", "按现行读法，对一切情形", _table("规则的证明", default))
    if other:
        yield ProofGroup(f"换一种读法以后（{len(other)} 条）", "每次只换一处", _table("换读法以后的证明", other), True)
    readings = [p for p in proofs if p.kind is ClaimKind.READINGS]
    if readings:
        yield ProofGroup("读法之间", "每次换一处：处处一样，或最小的一个不同之处", _table("读法之间", readings))
    passages = [p for p in proofs if p.kind is ClaimKind.PASSAGES]
    if passages:
        yield ProofGroup("正文与附件", "各处原文分开写成规则，逐级比较", _table("正文与附件", passages))


def _table(label: str, proofs: list[Proof]) -> RuledTable:
    columns = (Column("所证", bare=True), Column("结论", end=True, bare=True))
    return RuledTable(label, columns, tuple(_row(proof) for proof in proofs), stacking=True, dense=True)


def _row(proof: Proof) -> Row:
    readings = "、".join(f"{question}={letter}" for question, letter in proof.readings.items())
    shown = "" if proof.kind is ClaimKind.READINGS else readings
    case = f"{_case_word(proof)}：{proof.witness.sentence}" if proof.witness else ""
    assumed = f"前提：{proof.assumption}" if proof.assumption and proof.kind in PAIRS else proof.assumption
    below = "。".join(x for x in (shown, assumed, case, proof.note) if x)
    state = "is-refused" if proof.faulty else ""
    said = proof.sentence.removesuffix("处处给得一样").removesuffix("处处一样").strip() if proof.kind in PAIRS else proof.sentence
    return Row((Cell(text=said, below=below), Cell(text=verdict_words(proof))), state)  # type: ignore[arg-type]  # one of its two words


def _case_word(proof: Proof) -> str:
    if proof.verdict is Verdict.REFUTED:
        return "反例" if proof.faulty else "例"
    return "例"


def verdict_words(proof: Proof) -> str:
    """成立; for two readings or two passages that differ, that they do, and which reading decides."""
    if proof.verdict is Verdict.REFUTED and proof.kind in PAIRS and not proof.faulty:
        return f"不同，由 {proof.decided_by} 决定" if proof.decided_by else "不同"
    if proof.verdict is Verdict.PROVED and proof.kind in PAIRS:
        return "此前提下一样" if proof.assumption else "处处一样"
    return VERDICT_WORDS[proof.verdict]


