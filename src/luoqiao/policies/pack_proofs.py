"""证明存档: `proofs.json` of a pack: read, written, and what `luoqiao check` finds in it.

Proofs are made from the pack and can be made again, so they are no part of its identity: the digest of a version does
not cover them. Each clause's proofs carry the digest of what they lean on; another digest means they are stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.rules.proofs import (
    ClaimKind,
    PackProofs,
    Proof,
    Verdict,
    digest_of,
    pack_proofs_data,
    read_pack_proofs,
)
from luoqiao.policies.pack import Pack

FILE = "proofs.json"
_MILD = (ClaimKind.MONOTONE, ClaimKind.REACHABLE)
"""Claims that a sound rule may fail: the document need not promise them."""


def find_proofs(folder: Path) -> PackProofs | None:
    """The proofs kept with a pack; none where there is no file or it cannot be read."""
    try:
        return read_pack_proofs(json.loads((folder / FILE).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_proofs(folder: Path, proofs: PackProofs) -> None:
    """Keep the proofs with the pack, one proof a line group, so that a change can be read."""
    text = json.dumps(pack_proofs_data(proofs), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8")


def is_current(pack: Pack) -> bool:
    """Whether there are proofs of every clause as it is now."""
    return pack.proofs is not None and not stale_clauses(pack)


@lru_cache(maxsize=16)
def stale_clauses(pack: Pack) -> tuple[str, ...]:
    """Clauses whose proofs are missing, or were made from something else."""
    kept = pack.proofs.clauses if pack.proofs else {}
    return tuple(
        name
        for name in pack.clauses
        if name not in kept or kept[name].digest != _digest(pack, name)
    )


def _digest(pack: Pack, name: str) -> str:
    return digest_of(pack.clauses[name], pack.basis, pack.meta.in_force_until, pack.contrasts.get(name))


def archive_findings(pack: Pack) -> Iterator[Finding]:
    """What is wrong with the proofs kept: none, unreadable, or of other rules than these."""
    if pack.proofs is None:
        there = (pack.folder / FILE).exists()
        said = "证明存档读不成" if there else "没有证明存档"
        yield Finding("LQ-4163", f"{said}；运行 luoqiao prove --write 重新证明", Place(FILE), serious=False)
        return
    for name in stale_clauses(pack):
        said = "条款、对照或读法改过以后没有重新证明；运行 luoqiao prove --write"
        yield Finding("LQ-4164", said, Place(FILE), subject=name, serious=False)


def proof_findings(pack: Pack, proofs: PackProofs) -> Iterator[Finding]:
    """Claims that fail and that the document itself does not cause, claims not settled, differences that are none."""
    for proof in proofs.all:
        place = Place(pack.clauses[proof.clause].file) if proof.clause in pack.clauses else None
        if proof.faulty:
            told = f"；{proof.witness.sentence}" if proof.witness else ""
            said = f"“{proof.sentence}”不成立{_under(proof)}{told}"
            yield Finding("LQ-4165", said, place, proof.clause, serious=proof.kind not in _MILD)
        elif proof.verdict is Verdict.TIMED_OUT:
            said = f"“{proof.sentence}”没有结论{_under(proof)}{'；' + proof.note if proof.note else ''}"
            yield Finding("LQ-4166", said, place, proof.clause, serious=False)
    yield from _needless(pack, proofs)


def _under(proof: Proof) -> str:
    readings = "、".join(f"{question}={letter}" for question, letter in proof.readings.items())
    return f"（{readings}）" if readings else ""


def _needless(pack: Pack, proofs: PackProofs) -> Iterator[Finding]:
    """A difference between passages that the pack lists and that the prover shows to be none."""
    refuted = {p.sentence for p in proofs.all if p.kind is ClaimKind.PASSAGES and p.decided_by}
    for name, contrast in pack.contrasts.items():
        for known in contrast.known:
            ends = (f"{known.first}与{known.second}", f"{known.second}与{known.first}")
            if name in proofs.clauses and not any(f"{end}的{known.name}处处一样" in refuted for end in ends):
                said = f"列了{known.first}、{known.second}在{known.name}上有差别，证明里没有这个差别"
                yield Finding("LQ-4167", said, Place(contrast.file, known.line), name, serious=False)
