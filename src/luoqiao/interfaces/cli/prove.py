"""luoqiao prove: what holds of the clauses for every input; exit status 1 when a claim fails or is not settled."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules.proofs import (
    KIND_WORDS,
    VERDICT_WORDS,
    PackProofs,
    Proof,
    Verdict,
    counts,
    proof_data,
)
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.check_proofs import say_counts
from luoqiao.policies.pack import Pack


def add_arguments(parser: ArgumentParser) -> None:
    """A clause or all of them; or one question about them."""
    parser.add_argument("clause", nargs="?", default="", metavar="条款", help="条款标识或名称；不写则证明整包")
    parser.add_argument("--readings", default="", metavar="X-04=A/B", help="只比较两种读法")
    parser.add_argument("--most", default="", metavar="级", help="只问最多能得多少：province、city、district 或 total")
    parser.add_argument("--against", default="", metavar="方案包", help="与另一个方案包的同名条款比较")
    parser.add_argument("--write", action="store_true", help="把整包的证明存进方案包（proofs.json）")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Prove and print; the pack is read even where its rules do not pass the check, so that faults get a counterexample."""
    from luoqiao.policies.pack_reader import read_pack

    pack = read_pack(*common.find_pack(arguments.pack))
    if arguments.write and arguments.clause:
        raise Invalid((FieldProblem("write", arguments.clause, "整包", "--write 存整包的证明，不要同时写条款", "LQ-4170"),))
    proofs = _asked(pack, arguments)
    if arguments.write:
        from luoqiao.policies.pack_proofs import write_proofs

        write_proofs(pack.folder, proofs)
    if arguments.json:
        clauses = {name: [proof_data(p) for p in one.proofs] for name, one in proofs.clauses.items()}
        found = {verdict.value: number for verdict, number in counts(proofs.all).items()}
        common.print_json({"prover": proofs.prover, "counts": found, "clauses": clauses})
    else:
        _print(pack, proofs)
    return 1 if any(p.faulty or p.verdict is Verdict.TIMED_OUT for p in proofs.all) else 0


def _asked(pack: Pack, arguments: Namespace) -> PackProofs:
    from luoqiao.adapters.z3 import prove as prover

    named = common.get_clause(pack, arguments.clause).identifier if arguments.clause else ""
    clauses = {named: pack.clauses[named]} if named else dict(pack.clauses)
    on = pack.meta.in_force_until
    if arguments.most:
        codes = {name: t.code for t in pack.meta.tiers for name in (t.code, t.label)} | {"total": "total", "合计": "total"}
        if arguments.most not in codes:
            said = f"没有“{arguments.most[:40]}”这一级；可写 {'、'.join(codes)}"
            raise Invalid((FieldProblem("most", arguments.most[:40], "、".join(codes), said, "LQ-4171"),))
        return prover.prove_most(clauses, pack.basis, on, codes[arguments.most])
    if arguments.readings:
        return prover.compare_readings(clauses, pack.basis, on, *_two_letters(arguments.readings))
    if arguments.against:
        other = common.get_pack(Namespace(pack=arguments.against))
        names = tuple(f"{p.folder.name} {p.meta.version}" for p in (pack, other))
        return prover.compare_packs(clauses, (pack.basis, on), other.clauses, (other.basis, other.meta.in_force_until),
                                    (names[0], names[1]))  # fmt: skip
    return prover.prove_pack(clauses, pack.basis, on, pack.contrasts)


def _two_letters(text: str) -> tuple[str, str, str]:
    question, _, letters = text.strip().upper().partition("=")
    first, _, second = letters.partition("/")
    if not (question and first and second):
        said = f"两种读法写成 X-04=A/B，这里是“{text[:40]}”"
        raise Invalid((FieldProblem("readings", text[:40], "X-04=A/B", said, "LQ-4172"),))
    return question.strip(), first.strip(), second.strip()


def _print(pack: Pack, proofs: PackProofs) -> None:
    for name, one in proofs.clauses.items():
        print(f"{pack.clauses[name].title}（{name}）")
        for proof in one.proofs:
            print(f"  {say_proof(proof)}")
    print(say_counts(proofs))


def say_proof(proof: Proof) -> str:
    """One proof in a line, its case below it."""
    readings = "、".join(f"{question}={letter}" for question, letter in proof.readings.items())
    inside = "；".join(x for x in (readings, proof.assumption) if x)
    told = f"{VERDICT_WORDS[proof.verdict]}　{proof.sentence}" + (f"（{inside}）" if inside else "")
    told += f"；{proof.note}" if proof.note else ""
    told += f"；这处差别由 {proof.decided_by} 决定" if proof.decided_by else ""
    return told + (f"\n      {KIND_WORDS[proof.kind]}：{proof.witness.sentence}" if proof.witness else "")

