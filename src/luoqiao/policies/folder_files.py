"""读文件夹: texts and tables of one folder; faults are kept so that every file is looked at."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.core.rules.document import UnreadableDocument
from luoqiao.core.rules.readings import UnreadableReadings

Value = TypeVar("Value")


class FolderFiles:
    """一个文件夹里的文件: each is read and parsed; what cannot be is a finding and gives None."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []

    def text(self, file: str) -> str | None:
        """The text of a file; a missing file or bytes that are not UTF-8 are findings."""
        try:
            return (self.folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except OSError:
            self.findings.append(Finding("LQ-3003", "没有这个文件，或不能读取", Place(file)))
        except UnicodeDecodeError as refused:
            line = bytes(refused.object[: refused.start]).count(b"\n") + 1
            self.findings.append(Finding("LQ-3004", "不是 UTF-8 文字；请另存为 UTF-8", Place(file, line)))
        return None

    def whole(self, file: str, parse: Callable[[str], Value]) -> Value | None:
        """A Markdown file read by its parser."""
        text = self.text(file)
        if text is None:
            return None
        try:
            return parse(text)
        except UnreadableDocument as refused:
            self.findings += [Finding(refused.code, say, Place(file, line)) for line, say in refused.problems]
        except UnreadableReadings as refused:
            self.findings += refused.findings
        return None

    def table(self, file: str, parse: Callable[[Mapping[str, object]], Value]) -> Value | None:
        """A TOML file read by its parser."""
        text = self.text(file)
        if text is None:
            return None
        try:
            return parse(tomllib.loads(text))
        except tomllib.TOMLDecodeError as refused:
            self.findings.append(_not_toml(file, str(refused)))
        except (RecursionError, ValueError):
            self.findings.append(Finding("LQ-3007", "TOML 嵌套太深，或有长得读不下去的数", Place(file)))
        except UnusableTables as refused:
            self.findings += refused.findings
        return None


def _not_toml(file: str, said: str) -> Finding:
    where = re.search(r"line (\d+), column (\d+)", said)
    line, column = (int(where[1]), int(where[2])) if where else (0, 0)
    return Finding("LQ-3007", "TOML 写法有误，从这里起读不下去", Place(file, line, column))
