"""参数解析: the standard parser speaking Chinese; bad arguments end with status 2 and one sentence."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

MESSAGES = (
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
    (r"argument (.+): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (.+): expected (\d+) arguments", "{0} 后面要写 {1} 个值"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", "{0} 不能是 {1}，可选 {2}"),
    (r"argument (.+): invalid \w+ value: (.+)", "{0} 不能是 {1}"),
    (r"argument (.+): ignored explicit argument (.+)", "{0} 后面不用写值 {1}"),
    (r"argument (.+): not allowed with argument (.+)", "{0} 不能和 {1} 一起用"),
    (r"ambiguous option: (.+) could match (.+)", "{0} 可以是 {1}，请写全"),
    (r"one of the arguments (.+) is required", "{0} 至少要写一个"),
)


class ChineseParser(argparse.ArgumentParser):
    """参数解析器: help and messages in Chinese; options are written out in full."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=ChineseHelp, **settings)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to see the right way; status 2."""
        print(f"洛桥：{_in_chinese(message)}；运行 {self.prog} --help 看写法。（LQ-0102）", file=sys.stderr)
        sys.exit(2)


class ChineseHelp(argparse.HelpFormatter):
    """帮助的样子."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The line of usage, with its head in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _in_chinese(message: str) -> str:
    for pattern, sentence in MESSAGES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return sentence.format(*(part[:200] for part in match.groups()))
    return f"参数有误：{message[:300]}"
