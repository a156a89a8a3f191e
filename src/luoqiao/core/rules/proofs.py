"""证明: what was claimed of a clause for every input, and whether it was proved, refuted or not settled in time.

Values only: the prover is an adapter, and pages show these without it. A refuted claim always carries a witness: a case
in the facts of the clause that *explain* was asked about again before the claim was called refuted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.contrast import Contrast
from luoqiao.core.rules.tree import Clause


class ClaimKind(StrEnum):
    """What is claimed: 分档、不小于零、封顶、比例、单调、分摊、范围、用得到; 读法、版本、正文与附件 are about pairs."""

    TIERS = "tiers"
    NOT_NEGATIVE = "not_negative"
    CAP = "cap"
    RATE = "rate"
    UPPER_TIER = "upper_tier"
    MONOTONE = "monotone"
    SPLIT = "split"
    RANGE = "range"
    REACHABLE = "reachable"
    READINGS = "readings"
    VERSIONS = "versions"
    PASSAGES = "passages"


KIND_WORDS: Mapping[ClaimKind, str] = {
    ClaimKind.TIERS: "分档不重不漏", ClaimKind.NOT_NEGATIVE: "不小于零", ClaimKind.CAP: "不超过上限",
    ClaimKind.RATE: "不超过比例", ClaimKind.UPPER_TIER: "不超过上级的比例", ClaimKind.MONOTONE: "多投不会少得",
    ClaimKind.SPLIT: "分摊分文不差", ClaimKind.RANGE: "最少与最多", ClaimKind.REACHABLE: "每一处都用得到",
    ClaimKind.READINGS: "读法之间", ClaimKind.VERSIONS: "版本之间", ClaimKind.PASSAGES: "正文与附件",
}  # fmt: skip


class Verdict(StrEnum):
    """成立 · 不成立，有反例 · 限时内没有结论."""

    PROVED = "proved"
    REFUTED = "refuted"
    TIMED_OUT = "timed_out"


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.PROVED: "成立", Verdict.REFUTED: "有反例", Verdict.TIMED_OUT: "没有结论",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """反例或实例: a case as facts in JSON form, earlier grants likewise, and the sentence a person reads."""

    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    earlier: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shares: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """一条证明: the claim as a sentence, under which readings and on what assumption, the verdict, the witness.

    `readings` holds what differs from the default of the pack; `decided_by` names the 读法 that a difference between
    two passages of the document is known under: such a refutation is the document's own doing.
    """

    kind: ClaimKind
    clause: str
    sentence: str
    verdict: Verdict
    readings: Mapping[str, str] = field(default_factory=dict)
    assumption: str = ""
    witness: Witness | None = None
    note: str = ""
    decided_by: str = ""

    @property
    def faulty(self) -> bool:
        """Refuted, and not because the document itself says two things."""
        return self.verdict is Verdict.REFUTED and self.kind is not ClaimKind.READINGS and not self.decided_by


@dataclass(frozen=True, slots=True)
class ClauseProofs:
    """一条条款的证明, with the digest of everything they were proved from."""

    clause: str
    digest: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class PackProofs:
    """一个方案包的证明 by clause, and the prover that made them."""

    prover: str
    clauses: Mapping[str, ClauseProofs]

    @property
    def all(self) -> tuple[Proof, ...]:
        """Every proof, clause by clause."""
        return tuple(proof for one in self.clauses.values() for proof in one.proofs)


def digest_of(clause: Clause, basis: Basis, on: date, contrast: Contrast | None) -> str:
    """Digest of all that the proofs of a clause lean on: its file, its passages, the tiers, the readings in force."""
    readings = [f"{used.question}={used.letter}" for used in choose(clause, basis, {}, on)]
    tiers = [f"{tier.code} {tier.label}" for tier in basis.tiers]
    parts = [clause.digest, contrast.digest if contrast else "", basis.cap_period_question, *tiers, *readings]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def counts(proofs: tuple[Proof, ...]) -> Mapping[Verdict, int]:
    """How many were proved, refuted, not settled."""
    return {verdict: sum(p.verdict is verdict for p in proofs) for verdict in Verdict}


def proof_data(proof: Proof) -> dict[str, object]:
    """One proof as JSON-ready data, keys in the order a person reads them; empty ones left out."""
    witness = proof.witness
    data: dict[str, object] = {
        "kind": proof.kind.value, "sentence": proof.sentence, "verdict": proof.verdict.value,
        "readings": dict(proof.readings), "assumption": proof.assumption, "note": proof.note,
        "decided_by": proof.decided_by,
    }  # fmt: skip
    if witness is not None:
        data["witness"] = {
            "sentence": witness.sentence, "facts": dict(witness.facts),
            "earlier": {tier: dict(units) for tier, units in witness.earlier.items()}, "shares": dict(witness.shares),
        }  # fmt: skip
    return {key: value for key, value in data.items() if value not in ("", {}, None)}


def pack_proofs_data(proofs: PackProofs) -> dict[str, object]:
    """The whole store as JSON-ready data."""
    return {
        "prover": proofs.prover,
        "clauses": {
            one.clause: {"digest": one.digest, "proofs": [proof_data(p) for p in one.proofs]}
            for one in proofs.clauses.values()
        },
    }


def read_pack_proofs(data: Mapping[str, object]) -> PackProofs:
    """The store from its data; ValueError, KeyError or TypeError where it is not of that form."""
    clauses = {}
    for name, held in _mapping(data["clauses"]).items():
        held = _mapping(held)
        listed = held["proofs"]
        if not isinstance(listed, list):
            raise TypeError(name)
        proofs = tuple(_read_proof(name, _mapping(one)) for one in listed)
        clauses[name] = ClauseProofs(name, str(held["digest"]), proofs)
    return PackProofs(str(data["prover"]), clauses)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value


def _read_proof(clause: str, data: Mapping[str, object]) -> Proof:
    witness = None
    if "witness" in data:
        held = _mapping(data["witness"])
        earlier = {k: {u: str(a) for u, a in _mapping(v).items()} for k, v in _mapping(held.get("earlier", {})).items()}
        witness = Witness(str(held["sentence"]), dict(_mapping(held.get("facts", {}))), earlier,
                          {k: str(v) for k, v in _mapping(held.get("shares", {})).items()})  # fmt: skip
    return Proof(
        ClaimKind(str(data["kind"])), clause, str(data["sentence"]), Verdict(str(data["verdict"])),
        {k: str(v) for k, v in _mapping(data.get("readings", {})).items()}, str(data.get("assumption", "")), witness,
        str(data.get("note", "")), str(data.get("decided_by", "")),
    )  # fmt: skip
