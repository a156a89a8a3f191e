"""检查里的证明: the pack proved anew where the prover is installed, else the proofs kept with it, if they are of this pack."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.rules.proofs import PackProofs, Verdict, counts
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_proofs import archive_findings, is_current, proof_findings


@dataclass(frozen=True, slots=True)
class ProofReport:
    """证明的结果: the proofs, how they were come by (anew, stored, none), what they and the archive give to find."""

    proofs: PackProofs | None
    source: str
    words: str
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Nothing serious was found."""
        return not any(finding.serious for finding in self.findings)

    def as_data(self) -> dict[str, object]:
        """For programs."""
        found = {} if self.proofs is None else {verdict.value: n for verdict, n in counts(self.proofs.all).items()}
        return {"source": self.source, "prover": self.proofs.prover if self.proofs else None, **found}


def check_proofs(pack: Pack, *, anew: bool) -> ProofReport:
    """Prove the pack, or look at the proofs kept with it."""
    from luoqiao.adapters.z3.library import has_prover

    archive = tuple(archive_findings(pack))
    if anew and has_prover():
        from luoqiao.adapters.z3.prove import prove_pack

        proofs = prove_pack(pack.clauses, pack.basis, pack.meta.in_force_until, pack.contrasts)
        return ProofReport(proofs, "anew", say_counts(proofs), (*archive, *proof_findings(pack, proofs)))
    if pack.proofs is not None and is_current(pack):
        said = "" if has_prover() else "；没有装证明库 Z3，没有重新证明（安装：scripts/setup proof）"
        found = (*archive, *proof_findings(pack, pack.proofs))
        return ProofReport(pack.proofs, "stored", f"存档的{say_counts(pack.proofs)}{said}", found)
    said = "没有与现行规则相符的证明存档" + ("" if has_prover() else "，也没有装证明库 Z3（安装：scripts/setup proof）")
    return ProofReport(None, "none", said, archive)


def say_counts(proofs: PackProofs) -> str:
    """证明 N 条成立、M 条有反例、K 条没有结论, and how many counterexamples the document itself gives."""
    found = counts(proofs.all)
    own = sum(p.verdict is Verdict.REFUTED and not p.faulty for p in proofs.all)
    told = f"（其中 {own} 条是读法不同，或原文自己不一致）" if own else ""
    return (f"证明 {found[Verdict.PROVED]} 条成立、{found[Verdict.REFUTED]} 条有反例{told}、"
            f"{found[Verdict.TIMED_OUT]} 条没有结论")  # fmt: skip
