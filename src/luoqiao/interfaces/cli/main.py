"""命令行入口: the table of commands; starts the one that was asked for and turns refusals into one clear sentence.

Exit status: 0 done, 1 findings or a refusal, 2 bad input. Nothing here loads the web framework.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import luoqiao
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.interfaces.cli.parser import ChineseParser


@dataclass(frozen=True, slots=True)
class Command:
    """命令: its name, the module that does it, one line of help, and the exit status of a refusal."""

    name: str
    module: str
    help: str
    refused: int = 2


COMMANDS = (
    Command("run", "luoqiao.interfaces.cli.run_server", "启动整个系统：数据库、网页、后台任务", refused=1),
    Command("clauses", "luoqiao.interfaces.cli.clauses", "列出条款"),
    Command("calc", "luoqiao.interfaces.cli.calc", "测算一条：给多少、从哪一级"),
    Command("explain", "luoqiao.interfaces.cli.explain", "逐步说明测算依据"),
    Command("schema", "luoqiao.interfaces.cli.schema", "一条需要哪些事实（JSON Schema）"),
    Command("readings", "luoqiao.interfaces.cli.readings", "有歧义的句子和各种读法"),
    Command("check", "luoqiao.interfaces.cli.check", "检查方案包：引文、覆盖、算例"),
    Command("prove", "luoqiao.interfaces.cli.prove", "证明条款：对一切情形成立，或给出反例"),
    Command("simulate", "luoqiao.interfaces.cli.simulate", "算一个文件里的全部企业：要多少钱、给谁"),
    Command("cluster", "luoqiao.interfaces.cli.cluster", "在 Spark 集群上算全部企业：Parquet 进，Parquet 出"),
    Command("sweep", "luoqiao.interfaces.cli.sweep", "试算政策：许多设想各要多少钱、谁受益"),
    Command("population", "luoqiao.interfaces.cli.population", "导入企业总体，供网页试算政策"),
    Command("register", "luoqiao.interfaces.cli.register", "把企业名录、规上名单、称号名单导入名录"),
    Command("diff", "luoqiao.interfaces.cli.diff", "比较两个方案包"),
    Command("credit-code", "luoqiao.interfaces.cli.credit_code", "查统一社会信用代码写得对不对"),
    Command("deadline", "luoqiao.interfaces.cli.deadline", "从某日起若干工作日是哪一天"),
    Command("calendar", "luoqiao.interfaces.cli.calendar", "期限所依据的放假通知", refused=1),
    Command("account", "luoqiao.interfaces.cli.account", "头几位管理员：建账号，或重新放进来"),
    Command("ledger", "luoqiao.interfaces.cli.ledger", "核对资金台账：账平不平、钱在哪一步"),
    Command("audit", "luoqiao.interfaces.cli.audit", "审计：重算一年的案件，导出、核对审计链"),
    Command("routes", "luoqiao.interfaces.cli.routes", "每个网址和谁可以进", refused=1),
    Command("manage", "luoqiao.interfaces.cli.manage", "网页框架的管理命令（开发用）", refused=1),
)
FINDINGS, BAD_INPUT, INTERRUPTED = 1, 2, 130
NOWHERE_TO_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
MOST_LISTED = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 closed by the caller's shell
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 closed by the caller's shell
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] in {"-V", "--version"}:
        print(f"洛桥 {luoqiao.__version__}")
        return 0
    command = next((command for command in COMMANDS if command.name == words[0]), None)
    if command is None:
        _complain(f"没有命令“{words[0][:60]}”{_nearest(words[0])}；运行 luoqiao 看全部命令。（LQ-0101）")
        return BAD_INPUT
    return _guarded(command, words[1:])


def overview() -> str:
    """总览: what `luoqiao` alone prints."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name.ljust(width)}  {command.help}" for command in COMMANDS]
    return "\n".join(
        ["用法：luoqiao 命令 [选项]", "", *lines, "", "luoqiao 命令 --help 看一个命令的选项；luoqiao --version 看版本。"]
    )


def _guarded(command: Command, words: list[str]) -> int:
    """Run the command; every way it can end has a sentence and a status."""
    try:
        status = _run(command, words)
        sys.stdout.flush()
    except Invalid as invalid:
        _complain_of_fields(invalid, as_json="--json" in words)
        return BAD_INPUT
    except DomainError as refused:
        _complain(f"{refused.message}（{refused.code}）")
        _list_findings(refused)
        return command.refused
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NOWHERE_TO_WRITE:
            _complain("结果写不出去：磁盘已满或不能写；请换一个地方再写。（LQ-0103）")
            return FINDINGS
        if os.environ.get("LUOQIAO_DEBUG") == "1":
            raise
        _complain(
            f"程序出错，没有完成（{type(error).__name__}，LQ-5000）；"
            "请把这条命令和这个代码告诉维护人员，或用 LUOQIAO_DEBUG=1 再运行一次看详情。"
        )
        return FINDINGS
    return status


def _list_findings(refused: DomainError) -> None:
    """The findings behind a refusal, the first twenty; `luoqiao check` lists them all."""
    findings = [str(f) for f in getattr(refused, "findings", ())]
    for finding in findings[:MOST_LISTED]:
        print(f"  {finding}", file=sys.stderr)
    if len(findings) > MOST_LISTED:
        print(f"  ……共 {len(findings)} 处；运行 luoqiao check --pack 看全部。", file=sys.stderr)


def _complain_of_fields(invalid: Invalid, *, as_json: bool) -> None:
    """Every field: what was given, what is expected; standard output stays empty."""
    if not as_json:
        for problem in invalid.problems:
            _complain(f"{problem.message}（{problem.field}，{problem.code}）")
        return
    errors = [
        {"field": p.field, "given": p.given, "expected": p.expected, "message": p.message, "code": p.code}
        for p in invalid.problems
    ]
    print(json.dumps({"code": invalid.code, "detail": invalid.message, "errors": errors}, ensure_ascii=False), file=sys.stderr)


def _run(command: Command, words: list[str]) -> int:
    module = import_module(command.module)
    parser = ChineseParser(prog=f"luoqiao {command.name}", description=command.help)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(words)))


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, [command.name for command in COMMANDS], n=1)
    return f"；是不是 {near[0]}？" if near else ""


def _complain(sentence: str) -> None:
    sys.stdout.flush()
    print(f"洛桥：{sentence}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
