"""条款文件的各部分: title, header line, quoted passages, the 规则 block and the 算例 table of a clause file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules.dates import read_date
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.tree import At, Cited, Example, Header

_TITLE = re.compile(r"#\s+(.+?)\s*·\s*([a-z][a-z0-9_]*)\s*$")
_FIELDS = ("对象", "牵头", "期限", "方式", "依据")


@dataclass(slots=True)
class Parts:
    """What a clause file holds, before its rule is read."""

    identifier: str = ""
    title: str = ""
    header: Header | None = None
    passages: list[Cited] = field(default_factory=list)
    rule: tuple[str, int] | None = None
    examples: list[Example] = field(default_factory=list)


def split(source: str, problems: list[Problem]) -> Parts:
    """Cut the file into its parts; text outside them is ignored."""
    parts = Parts()
    lines = source.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not parts.title and (match := _TITLE.match(line)):
            parts.title, parts.identifier = match[1], match[2]
        elif parts.header is None and line.startswith("对象"):
            parts.header = _read_header(line, number, problems)
        elif line.startswith(">"):
            _read_passage(line, number, parts.passages, problems)
        elif line.startswith("```"):
            end = next((n for n in range(number, len(lines)) if lines[n].startswith("```")), None)
            if end is None:
                problems.append(Problem("LQ-1012", "这一块没有结束的 ```", At(number, 1, len(line) + 1)))
                end = len(lines)
            block = lines[number:end]
            match line.strip("` ").strip():
                case "规则":
                    parts.rule = ("\n".join(block), number + 1)
                case "算例":
                    parts.examples.extend(_read_table(block, number + 1, problems))
            number = end + 1
    if not parts.title:
        problems.append(Problem("LQ-1010", "缺标题；第一行写“# 名称 · identifier”", At(1)))
    if parts.header is None and not any(p.code == "LQ-1011" for p in problems):
        problems.append(Problem("LQ-1011", "缺条款头；写“对象 … ｜ 牵头 … ｜ 期限 … ｜ 方式 … ｜ 依据 …”", At(2)))
    if parts.rule is None:
        problems.append(Problem("LQ-1013", "缺 ```规则 块", At(len(lines))))
    return parts


def _read_header(line: str, number: int, problems: list[Problem]) -> Header | None:
    found: dict[str, str] = {}
    for cell in line.replace("|", "｜").split("｜"):
        name, _, value = cell.strip().partition(" ")
        found[name] = value.strip()
    at = At(number, 1, len(line) + 1)
    missing = [name for name in _FIELDS if not found.get(name)]
    if missing:
        problems.append(Problem("LQ-1011", f"条款头缺 {'、'.join(missing)}", at))
        return None
    try:
        first, last = (read_date(day) for day in found["期限"].split("至"))
    except ValueError:
        problems.append(Problem("LQ-1011", "期限写成“2022-06-30 至 2023-12-31”，两天都要存在", at))
        return None
    if last < first:
        problems.append(Problem("LQ-1011", "期限的末日早于首日", at))
    anchors = tuple(a.strip() for a in re.split("[；;]", found["依据"]) if a.strip())
    return Header(found["对象"], tuple(found["牵头"].split("、")), first, last, found["方式"], anchors, at)


def _read_passage(line: str, number: int, passages: list[Cited], problems: list[Problem]) -> None:
    text, dash, anchor = line[1:].strip().rpartition("——")
    if not dash:
        problems.append(Problem("LQ-1014", "引用的原文后面写“ —— 出处”", At(number, 1, len(line) + 1)))
        return
    passages.append(Cited(text.strip(), anchor.strip(), At(number, 1, len(line) + 1)))


def _read_table(block: list[str], first: int, problems: list[Problem]) -> list[Example]:
    heads: list[str] = []
    rows: list[Example] = []
    for number, line in enumerate(block, first):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        at = At(number, 1, len(line) + 1)
        if not heads:
            heads = [fold_width(head) for head in cells]
        elif set("".join(cells)) <= set("-: "):
            continue
        elif len(cells) != len(heads):
            problems.append(Problem("LQ-1015", f"算例这一行有 {len(cells)} 格，表头有 {len(heads)} 格", at))
        else:
            rows.append(Example(tuple(zip(heads, cells, strict=True)), at))
    return rows
