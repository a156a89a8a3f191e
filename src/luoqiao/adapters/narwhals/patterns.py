"""缺项的样式: which inputs of a clause are missing together in some row; found in one pass over the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

import narwhals as nw

from luoqiao.adapters.narwhals.frames import Opened
from luoqiao.adapters.narwhals.judging import Asked
from luoqiao.adapters.narwhals.sources import Source
from luoqiao.adapters.narwhals.survey import Surveyed

MOST_COUNTED = 5
"""Up to so many inputs every combination is asked for at once; beyond, the distinct ones are listed."""


def patterns_of(
    opened: Opened, asked: Sequence[Asked], by_clause: Mapping[str, Sequence[Source]], seen: Surveyed
) -> dict[str, list[frozenset[str]]]:
    """For each clause the sets of inputs that some row lacks while it takes part."""
    found: dict[str, list[frozenset[str]]] = {}
    pending: dict[str, tuple[list[Source], frozenset[str], nw.Expr]] = {}
    for one in asked:
        own = by_clause[one.clause.identifier]
        given = {s.wanted.name for s in own}
        absent = frozenset(name for name in one.told_apart if name not in given)
        lacking = [s for s in own if s.wanted.name in one.told_apart and seen.seen[s.name].lacking]
        if lacking:
            pending[one.clause.identifier] = (lacking, absent, _code(own, lacking))
        else:
            found[one.clause.identifier] = [absent]
    codes = _few(opened, {k: (len(v[0]), v[2]) for k, v in pending.items() if len(v[0]) <= MOST_COUNTED})
    for clause, (lacking, absent, code) in pending.items():
        here = codes[clause] if clause in codes else _listed(opened, code)
        found[clause] = [absent | {s.wanted.name for i, s in enumerate(lacking) if n >> i & 1} for n in sorted(here)]
    return found


def _code(own: Sequence[Source], lacking: Sequence[Source]) -> nw.Expr:
    """Bit i for each input that the row lacks; -1 where the row takes no part."""
    inputs = [~nw.col(s.name).is_null() for s in own if s.takes_part]
    bits = [
        nw.when(nw.col(s.name).is_null()).then(nw.lit(1 << i, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64))
        for i, s in enumerate(lacking)
    ]
    total = reduce(lambda a, b: a + b, bits)
    return nw.when(reduce(or_, inputs)).then(total).otherwise(nw.lit(-1, dtype=nw.Int64))


def _few(opened: Opened, codes: Mapping[str, tuple[int, nw.Expr]]) -> dict[str, list[int]]:
    """Which of all combinations occur, for several clauses in one pass."""
    if not codes:
        return {}
    staged = opened.frame.select(*(code.alias(f"lq_p{i}") for i, (_, code) in enumerate(codes.values())))
    tests = [[(nw.col(f"lq_p{i}") == n).any().alias(f"lq_p{i}_{n}") for n in range(1 << size)]
             for i, (size, _) in enumerate(codes.values())]  # fmt: skip
    (answer,) = opened.fetch(staged.select(*chain.from_iterable(tests)))
    rest: list[Any] = list(answer)
    found: dict[str, list[int]] = {}
    for clause, (size, _) in codes.items():
        found[clause] = [n for n in range(1 << size) if rest[n]]
        rest = rest[1 << size :]
    return found


def _listed(opened: Opened, code: nw.Expr) -> list[int]:
    """The distinct combinations of one clause with many inputs."""
    frame = opened.frame.select(code.alias("lq_p")).filter(nw.col("lq_p") >= 0).unique()
    return [int(row[0]) for row in opened.fetch(frame)]
