"""侧栏里的规则行: an arm of a table (`否：500万元`) says by itself too little; here it stands with its head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from luoqiao.core.rules import tree as t


@lru_cache(maxsize=64)
def whole_lines(clause: t.Clause) -> Mapping[str, str]:
    """Text of an arm → head and arm on one line: `省级上限 = 按 省级龙头企业 分类：否：500万元`.

    An arm that stands under two heads is left as it is.
    """
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for head, arm in _arms(clause.statements):
        doubled |= {arm} if arm in found else set()
        found[arm] = f"{head}{arm}"
    return {arm: line for arm, line in found.items() if arm not in doubled}


def _arms(statements: Iterable[t.Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
            yield from ((statement.text, arm.text) for arm in statement.value.arms)
        elif isinstance(statement, t.ReadingSwitch):
            for option in statement.options:
                yield from _arms(option.statements)
        elif isinstance(statement, t.During):
            yield from _arms(statement.statements)
