"""luoqiao diff: two packs, or two versions of one: what changed for whom, by how much."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from luoqiao.core.rules.compare import ClauseChange, compare_clauses
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack


def add_arguments(parser: ArgumentParser) -> None:
    """Two packs: names or folders."""
    parser.add_argument("before", metavar="旧包", help="方案包名称或文件夹")
    parser.add_argument("after", metavar="新包", help="方案包名称或文件夹")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def run(arguments: Namespace) -> int:
    """Print the changes; exit status 1 when there are any."""
    before, after = (common.get_pack(Namespace(pack=name)) for name in (arguments.before, arguments.after))
    changes = compare_clauses(before.clauses, after.clauses, before.basis, after.basis)
    lists = _lists(before, after)
    if arguments.json:
        common.print_json({
            "before": _name(before), "after": _name(after), "clauses": [change.as_data() for change in changes],
            "lists": lists,
        })  # fmt: skip
    else:
        _print(before, after, changes, lists)
    return 1 if changes or lists else 0


def _name(pack: Pack) -> str:
    return f"{Path(pack.folder).name} {pack.meta.version}"


def _lists(before: Pack, after: Pack) -> list[str]:
    """Targets, tasks and readings that came, went or changed."""
    found = []
    for word, old, new in (
        ("目标", {t.id: t for t in before.targets}, {t.id: t for t in after.targets}),
        ("任务", {t.id: t for t in before.tasks}, {t.id: t for t in after.tasks}),
        ("读法", dict(before.readings), dict(after.readings)),
    ):
        found += [f"{word} {key} 删去" for key in old if key not in new]
        found += [f"{word} {key} 新增" for key in new if key not in old]
        found += [f"{word} {key} 有改动" for key in new if key in old and new[key] != old[key]]
    return found


def _print(before: Pack, after: Pack, changes: tuple[ClauseChange, ...], lists: list[str]) -> None:
    print(f"{_name(before)} → {_name(after)}")
    for change in changes:
        print(f"{change.identifier} {change.title}：{change.kind}")
        for line in change.lines:
            print(f"  {line}")
        for effect in change.effects:
            print(f"  金额 {effect}")
    for line in lists:
        print(line)
    if not changes and not lists:
        print("没有改动")
