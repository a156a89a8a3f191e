"""核验码: a short digest of what a result rests on, so that two sheets can be told apart and a sheet can be checked.

It covers the programme with its version, every clause's rule, the day, the readings used, the facts as read, and
what was set aside. The same five things give the same code; it keeps nothing and leads to no page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from luoqiao.core.rules.checkup import Checkup
from luoqiao.interfaces.portal.checkup_programme import Programme

LENGTH = 12


def check_code(programme: Programme, checkup: Checkup) -> str:
    """Twelve hexadecimal digits in groups of four: 7F3A 91C0 5D2E."""
    grants = {
        f"{a.clause.identifier}.{s.tier.code}": s.granted
        for a in checkup.answers
        for s in a.shares.values()
        if s.granted is not None
    }
    covered = {
        "programme": [programme.name, programme.number, programme.version],
        "clauses": {clause.identifier: clause.digest for clause in programme.clauses},
        "on": checkup.on.isoformat(),
        "readings": {a.clause.identifier: [str(used) for used in a.readings] for a in checkup.answers},
        "facts": {a.clause.identifier: _plain(a.facts) for a in checkup.answers if a.facts},
        "granted": grants,
        "set_aside": sorted(clause.identifier for clause in checkup.set_aside),
    }
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digits = hashlib.sha256(text.encode()).hexdigest()[:LENGTH].upper()
    return " ".join(digits[at : at + 4] for at in range(0, LENGTH, 4))


def _plain(value: object) -> object:
    """A fact as JSON writes it: amounts in fen."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
