"""证明的数据: what was proved of a clause for every input, as JSON-ready data; null where nothing is kept."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256

from luoqiao.core.rules.proofs import Proof, pack_proofs_data
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_proofs import stale_clauses

Data = dict[str, object]


def proofs_data(pack: Pack, clause: str) -> Data | None:
    """The proofs kept of a clause, and whether they are of the rule as it is now."""
    kept = pack.proofs.clauses.get(clause) if pack.proofs else None
    if pack.proofs is None or kept is None:
        return None
    return {
        "prover": pack.proofs.prover,
        "current": clause not in stale_clauses(pack),
        "proofs": [_proof(proof) for proof in kept.proofs],
    }


@lru_cache(maxsize=16)
def proofs_stamp(pack: Pack) -> str:
    """What tells one store of proofs from another of the same version of a pack."""
    if pack.proofs is None:
        return ""
    return sha256(json.dumps(pack_proofs_data(pack.proofs), sort_keys=True).encode()).hexdigest()


def _proof(proof: Proof) -> Data:
    witness = proof.witness
    return {
        "kind": proof.kind.value,
        "sentence": proof.sentence,
        "verdict": proof.verdict.value,
        "readings": dict(proof.readings),
        "assumption": proof.assumption,
        "note": proof.note,
        "decided_by": proof.decided_by,
        "witness": None if witness is None else {
            "sentence": witness.sentence,
            "facts": dict(witness.facts),
            "earlier": {name: dict(units) for name, units in witness.earlier.items()},
            "shares": dict(witness.shares),
        },
    }  # fmt: skip
