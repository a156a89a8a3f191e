"""luoqiao clauses: what a pack promises, one line a clause, or one clause whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.tree import Clause
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack


def add_arguments(parser: ArgumentParser) -> None:
    """An optional clause."""
    parser.add_argument("clause", nargs="?", default="", metavar="条款", help="只看这一条的全文")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """List the clauses, or show one."""
    pack = common.get_pack(arguments)
    chosen = [common.get_clause(pack, arguments.clause)] if arguments.clause else list(pack.clauses.values())
    if arguments.json:
        found = [clause_data(pack, clause) for clause in chosen]
        common.print_json(found[0] if arguments.clause else found)
    elif arguments.clause:
        print(chosen[0].source.rstrip())
    else:
        print(f"{pack.meta.number} {pack.meta.title}")
        for clause in chosen:
            print(f"  {clause.identifier:<26}{clause.title}　{'、'.join(clause.header.lead)}　{clause.header.manner}")
    return 0


def clause_data(pack: Pack, clause: Clause) -> dict[str, object]:
    """A clause for programs."""
    header, basis = clause.header, pack.basis
    spoken_of = set(grants_of(clause))
    return {
        "clause": clause.identifier, "name": clause.title, "subject": header.subject, "lead": list(header.lead),
        "valid_from": header.first.isoformat(), "valid_until": header.last.isoformat(), "manner": header.manner,
        "anchors": list(header.anchors),
        "inputs": [{"input": i.identifier, "label": i.label, "need": i.need.name.lower(), "type": i.kind.name.lower(),
                    "evidence": list(i.evidence)} for i in clause.inputs],
        "grants": [f"granted_{tier.code}" for tier in basis.tiers if tier.label in spoken_of],
        "readings": {q: list(letters) for q, letters in switches(clause, basis.cap_period_question).items()},
        "passages": [{"anchor": p.anchor, "text": p.text} for p in clause.passages],
        "examples": len(clause.examples),
    }  # fmt: skip
