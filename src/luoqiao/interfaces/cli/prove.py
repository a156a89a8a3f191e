"""luoqiao prove: what holds of the clauses for every input; exit status 1 when a claim is refuted or not settled."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.rules.proofs import KIND_WORDS, VERDICT_WORDS, Proof, Verdict, counts, proof_data
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack


def add_arguments(parser: ArgumentParser) -> None:
    """A clause, or all of them."""
    parser.add_argument("clause", nargs="?", default="", metavar="条款", help="条款标识或名称；不写则证明整包")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Prove and print; the pack is read even where its rules do not pass the check, so that faults get a counterexample."""
    from luoqiao.adapters.z3.prove import prove_clause
    from luoqiao.policies.pack_reader import read_pack

    pack = read_pack(*common.find_pack(arguments.pack))
    clauses = [common.get_clause(pack, arguments.clause)] if arguments.clause else list(pack.clauses.values())
    proofs = {c.identifier: prove_clause(c, pack.basis, pack.meta.in_force_until) for c in clauses}
    if arguments.json:
        common.print_json({"clauses": {name: [proof_data(p) for p in found] for name, found in proofs.items()}})
    else:
        _print(pack, proofs)
    return 0 if all(p.verdict is Verdict.PROVED for found in proofs.values() for p in found) else 1


def _print(pack: Pack, proofs: dict[str, tuple[Proof, ...]]) -> None:
    for name, found in proofs.items():
        print(f"{pack.clauses[name].title}（{name}）")
        for proof in found:
            print(f"  {_line(proof)}")
    print(say_counts(tuple(p for found in proofs.values() for p in found)))


def _line(proof: Proof) -> str:
    readings = "、".join(f"{q}={x}" for q, x in proof.readings.items())
    told = f"{VERDICT_WORDS[proof.verdict]}　{proof.sentence}"
    told += f"（{'；'.join(x for x in (readings, proof.assumption) if x)}）" if readings or proof.assumption else ""
    told += f"；{proof.note}" if proof.note else ""
    return told + (f"\n      {KIND_WORDS[proof.kind]}：{proof.witness.sentence}" if proof.witness else "")


def say_counts(proofs: tuple[Proof, ...]) -> str:
    """证明 N 条成立、M 条有反例、K 条没有结论."""
    found = counts(proofs)
    return (f"证明 {found[Verdict.PROVED]} 条成立、{found[Verdict.REFUTED]} 条有反例、"
            f"{found[Verdict.TIMED_OUT]} 条没有结论")  # fmt: skip
