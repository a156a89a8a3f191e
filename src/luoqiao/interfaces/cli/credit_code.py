"""luoqiao credit-code: whether a unified social credit code is written rightly, and if not, where and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.parties.uscc import UsccVerdict, check_uscc
from luoqiao.interfaces.cli.pack_arguments import print_json


def add_arguments(parser: ArgumentParser) -> None:
    """The code, --json."""
    parser.add_argument("code", metavar="代码", help="统一社会信用代码；全角、小写、空格都可以")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "代码正确时退出状态是 0，不正确是 1。正确只说明写法对，不说明企业存在。"


def run(arguments: Namespace) -> int:
    """Say whether it is valid; 1 when it is not."""
    verdict = check_uscc(arguments.code)
    if arguments.json:
        print_json(verdict_data(verdict))
    else:
        print(_words(verdict))
    return 0 if verdict.valid else 1


def verdict_data(verdict: UsccVerdict) -> dict[str, object]:
    """A verdict for programs."""
    parts = {
        "authority": verdict.authority, "kind": verdict.kind, "division": verdict.division,
        "organisation_code": verdict.organisation_code,
    }  # fmt: skip
    return {
        "valid": verdict.valid,
        "code": verdict.code,
        **(parts if verdict.valid else {}),
        "problems": [
            {"code": f.code, "place": f.place, "expected": f.expected, "message": f.message} for f in verdict.faults
        ],
    }


def _words(verdict: UsccVerdict) -> str:
    if verdict.valid:
        kind = f"，机构类别 {verdict.kind}" if verdict.kind else ""
        parts = f"登记管理部门 {verdict.authority}{kind}，登记机关区划 {verdict.division}"
        return f"{verdict.code} 写法正确：{parts}，组织机构代码 {verdict.organisation_code}"
    return "\n".join([f"{verdict.code} 不正确：", *(f"  {f.message}（{f.code}）" for f in verdict.faults)])
