"""luoqiao check: quotes both ways over the whole document, rules, examples, data; exit status 1 when something is found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.rules.coverage import Status
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.check_proofs import ProofReport, check_proofs
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_rules import PackReport, check_to_load

_STATUS = {
    Status.CLAUSE: "条款", Status.TARGET: "目标", Status.TASK: "任务与机制", Status.RECORD: "名录与文书",
    Status.UNCODED: "无规则，已注明理由", Status.OPEN: "无人认领",
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    """--sentences lists every sentence; --stored proves nothing anew."""
    parser.add_argument("--sentences", action="store_true", help="逐句列出原文驱动什么")
    parser.add_argument("--stored", action="store_true", help="不重新证明，只看方案包里存的证明")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Print coverage and findings. A pack that cannot be read is refused with all its findings."""
    from luoqiao.policies.pack_reader import BrokenPack, read_pack

    try:
        pack = read_pack(*common.find_pack(arguments.pack))
    except BrokenPack as refused:
        return _print_broken(arguments, refused.message, refused.findings)
    report = check_to_load(pack)
    proved = check_proofs(pack, anew=not arguments.stored)
    if arguments.json:
        common.print_json(_data(pack, report, proved, arguments.sentences))
    else:
        _print_report(pack, report, proved, arguments.sentences)
    return 0 if report.sound and proved.sound else 1


def _print_broken(arguments: Namespace, message: str, findings: tuple[Finding, ...]) -> int:
    if arguments.json:
        common.print_json({"sound": False, "findings": [_finding(f) for f in findings]})
    else:
        print(message)
        for finding in findings:
            print(f"  {finding}")
    return 1


def _finding(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code, "message": finding.message, "serious": finding.serious, "subject": finding.subject,
        "file": place.file if place else None, "line": place.line if place else None,
        "column": place.column if place else None, "excerpt": finding.excerpt or None,
    }  # fmt: skip


def _data(pack: Pack, report: PackReport, proved: ProofReport, sentences: bool) -> dict[str, object]:
    coverage = report.coverage
    data: dict[str, object] = {
        "pack": pack.folder.name, "number": pack.meta.number, "version": pack.meta.version,
        "sound": report.sound and proved.sound,
        "clauses": {
            name: {"examples": len(checked.examples), "passed": sum(e.passed for e in checked.examples),
                   "findings": len(checked.findings)}
            for name, checked in report.clauses.items()
        },
        "examples": report.examples,
        "sentences": sum(coverage.counts.values()),
        "coverage": {status.value: coverage.counts.get(status, 0) for status in Status},
        "proofs": proved.as_data(),
        "findings": [_finding(f) for f in (*report.findings, *proved.findings)],
    }  # fmt: skip
    if sentences:
        data["by_sentence"] = [
            {"id": s.sentence.id, "anchor": s.sentence.anchor, "text": s.sentence.text, "status": s.status.value,
             "drives": [f"{m.kind.value}:{m.id}" for m in s.marks]}
            for s in coverage.sentences
        ]  # fmt: skip
    return data


def _print_report(pack: Pack, report: PackReport, proved: ProofReport, sentences: bool) -> None:
    coverage = report.coverage
    total = sum(coverage.counts.values())
    print(f"{pack.meta.number} {pack.meta.title}")
    print(f"  条款 {len(report.clauses)} 条，算例 {report.examples} 行；目标 {len(pack.targets)}，任务 {len(pack.tasks)}，"
          f"机制 {len(pack.mechanisms)}，读法 {len(pack.readings)}")  # fmt: skip
    print(f"  原文 {total} 句：" + "，".join(f"{_STATUS[s]} {coverage.counts.get(s, 0)}" for s in Status))
    for section in coverage.sections:
        counts = "　".join(f"{_STATUS[s]} {section.counts[s]}" for s in Status if section.counts.get(s))
        print(f"    {section.title}　{section.total} 句　{counts}")
    if sentences:
        for one in coverage.sentences:
            drives = "、".join(dict.fromkeys(f"{m.label}" for m in one.marks)) or "—"
            print(f"    {one.sentence.id:<7}{_STATUS[one.status]}　{one.sentence.text[:30]}　→ {drives}")
    print(f"  {proved.words}")
    findings = (*report.findings, *proved.findings)
    for finding in findings:
        print(f"{'错误' if finding.serious else '提醒'} {finding}")
    serious = sum(finding.serious for finding in findings)
    print(f"检查没有通过：{serious} 处错误" if serious else "检查通过")
