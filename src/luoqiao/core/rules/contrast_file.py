"""对照文件: `passages/<clause>.md`, one section a passage, each with a 规则 block that says only what that passage says.

A section is headed `## 正文 ｜ 三（一）1`: name and anchors. Under `## 已知差别` stand the differences that somebody has
seen, each with the reading that decides it: `- 正文、附件4 ｜ 区级 ｜ X-04`; other text there is a note.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.check import check_clause
from luoqiao.core.rules.contrast import RULE_ITSELF, Contrast, KnownDifference, Passage
from luoqiao.core.rules.document import Document
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.problems import ClauseUnreadable

KNOWN = "已知差别"

_SECTION = re.compile(r"##\s+([^｜|]+?)\s*(?:[｜|]\s*(.+?))?\s*$")
_DIFFERENCE = re.compile(r"-\s*(?P<first>[^、｜]+)、(?P<second>[^、｜]+?)\s*｜\s*(?P<name>[^｜]+?)\s*｜\s*(?P<by>.+?)\s*$")


class ContrastUnreadable(Exception):
    """对照读不成: every finding."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} 处")
        self.findings = findings


def parse_contrast(source: str, file: str, clause: t.Clause) -> Contrast:
    """Read the passages of a clause. Raises ContrastUnreadable."""
    lines = source.split("\n")
    heads = [(n, match) for n, line in enumerate(lines) if (match := _SECTION.match(line))]
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    passages: list[Passage] = []
    known: list[KnownDifference] = []
    findings: list[Finding] = []
    for (start, head), end in zip(heads, ends, strict=True):
        name, anchors = head[1], head[2]
        if name == KNOWN:
            known += _known(lines, start + 1, end, file, findings)
        elif not anchors:
            findings.append(Finding("LQ-4162", "小节标题写成“## 名称 ｜ 出处；出处”", Place(file, start + 1)))
        else:
            alone = _alone(lines, start, end, name, anchors, clause)
            try:
                passages.append(Passage(name, parse_clause(alone, file)))
            except ClauseUnreadable as refused:
                findings += refused.findings
    digest = hashlib.sha256(source.encode()).hexdigest()
    names = {RULE_ITSELF, *(p.name for p in passages)}
    findings += [Finding("LQ-4162", f"没有小节“{name}”", Place(file, one.line))
                 for one in known for name in (one.first, one.second) if name not in names]  # fmt: skip
    if findings:
        raise ContrastUnreadable(tuple(findings))
    return Contrast(tuple(passages), tuple(known), file, digest)


def _alone(lines: list[str], start: int, end: int, name: str, anchors: str, clause: t.Clause) -> str:
    """The file with this section only, under the head of a clause; every line stays where it is."""
    header = clause.header
    head = [
        f"# {clause.title}（{name}） · {clause.identifier}",
        f"对象 {header.subject} ｜ 牵头 {'、'.join(header.lead)} ｜ 期限 {header.first} 至 {header.last}"
        f" ｜ 方式 {header.manner} ｜ 依据 {anchors}",
    ]
    return "\n".join([*head, *([""] * (start - 2)), *lines[start:end], *([""] * (len(lines) - end))])


def _known(lines: list[str], start: int, end: int, file: str, findings: list[Finding]) -> Iterator[KnownDifference]:
    for number in range(start, end):
        line = lines[number].strip()
        if not line.startswith("-"):
            continue
        match = _DIFFERENCE.match(line)
        if match is None:
            findings.append(Finding("LQ-4162", "已知差别写成“- 正文、附件4 ｜ 区级 ｜ X-04”", Place(file, number + 1)))
        else:
            yield KnownDifference(match["first"].strip(), match["second"].strip(), match["name"], match["by"], number + 1)


def check_contrast(contrast: Contrast, document: Document, basis: Basis) -> tuple[Finding, ...]:
    """Quotes, types, names and numbers of every passage, as for a clause; passages have no worked examples."""
    return tuple(
        finding
        for passage in contrast.passages
        for finding in check_clause(passage.clause, document, basis, {}).findings
        if not finding.code.startswith("LQ-16")
    )
