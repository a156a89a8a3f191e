"""逐家的事实: the rows of a small file as what each enterprise states, in the JSON form of single cases, with its labels.

For pages that show enterprises one by one; whole populations stay columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luoqiao.adapters.population.cell_tables import read_workbook
from luoqiao.adapters.population.columns import Column, Items, Labels, Population, missing_of
from luoqiao.adapters.population.csv_text import find_dialect
from luoqiao.adapters.population.faults import TooManyRows
from luoqiao.adapters.population.frame_reader import heads_of
from luoqiao.adapters.population.gathered import Gathered
from luoqiao.adapters.population.plan import LABEL_WORDS, Request, limits_for
from luoqiao.adapters.population.presence import takes_part
from luoqiao.adapters.population.read import check_file, read_file
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.column_values import show_value
from luoqiao.core.rules.columns import Wanted

MOST_ROWS = 10_000
"""More enterprises than this are tried out on the command line."""
NAMES = ("企业名称", "名称", "企业", "name", "enterprise", "统一社会信用代码", "uscc")
LABELS: Mapping[str, tuple[str, ...]] = {
    "industry": ("产业", "industry", *LABEL_WORDS["industry"]), "township": ("township", *LABEL_WORDS["township"]),
    "size": ("size", *LABEL_WORDS["size"]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedRow:
    """一行: name and labels as written, facts by clause, earlier grants by clause, tier and unit."""

    name: str
    labels: tuple[str, ...]
    facts: Mapping[str, Mapping[str, object]]
    earlier: Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Stated:
    """一个文件的逐家事实: the rows, how many could not be read, and the first problems in words."""

    rows: tuple[StatedRow, ...]
    bad: int
    problems: tuple[str, ...]


def read_stated(path: Path, clauses: tuple[t.Clause, ...], basis: Basis) -> Stated:
    """Every readable row of a file. Raises what `read_file` raises, and TooManyRows."""
    heads = _heads(path, basis)
    labels = {name: head for name, head in _chosen(heads).items() if head}
    on = clauses[0].header.last if clauses else None
    limits = limits_for(clauses, on, {}, basis) if on is not None else {}
    gathered = read_file(path, Request(clauses, labels, limits, basis))
    if gathered.rows > MOST_ROWS:
        raise TooManyRows(path.name, gathered.rows, MOST_ROWS)
    return Stated(tuple(_rows(gathered, clauses)), len(gathered.bad_rows), tuple(_said(gathered)))


def _heads(path: Path, basis: Basis) -> tuple[str, ...]:
    kind = check_file(path)
    if kind == "csv":
        return tuple(find_dialect(path, "").heads)
    return tuple(read_workbook(path).heads if kind == "xlsx" else heads_of(path))


def _chosen(heads: tuple[str, ...]) -> dict[str, str]:
    """Which head is the name and which the labels; empty where the file has none."""
    wanted = {"name": NAMES, **LABELS}
    return {name: next((word for word in words if word in heads), "") for name, words in wanted.items()}


def _said(gathered: Gathered, most: int = 20) -> list[str]:
    return [
        f"第 {cell.row + gathered.first_line} 行 {cell.head}：{cell.message}" for cell in gathered.bad[:most]
    ]  # fmt: skip


def _rows(gathered: Gathered, clauses: tuple[t.Clause, ...]) -> list[StatedRow]:
    population = gathered.population()
    wanted = {matched.wanted.key: matched.wanted for matched in gathered.plan.columns}
    by_clause = {
        clause.identifier: [key for key in wanted if key[0] == clause.identifier] for clause in clauses
    }
    part = {clause.identifier: takes_part(clause, population) for clause in clauses}
    found = []
    for row in range(population.rows):
        facts: dict[str, dict[str, object]] = {}
        earlier: dict[str, dict[str, dict[str, str]]] = {}
        for clause, keys in by_clause.items():
            if not part[clause][row]:
                continue
            stated = {key: _cell(wanted[key], population.columns[key], row) for key in keys}
            facts[clause] = {name: one for (_, name), one in stated.items() if one is not None and "earlier." not in name}
            for (_, name), value in stated.items():
                if name.startswith("earlier.") and value not in (None, "0.00"):
                    _, tier, unit = name.split(".")
                    earlier.setdefault(clause, {}).setdefault(tier, {})[unit] = str(value)
        name = _label(population, "name", row)
        number = int(population.row_numbers[row]) if population.row_numbers is not None else row + 1
        labels = tuple(_label(population, one, row) for one in LABELS)
        found.append(StatedRow(name or f"第 {number} 行", labels, facts, earlier))
    return found


def _label(population: Population, name: str, row: int) -> str:
    held: Labels | None = population.labels.get(name)
    if held is None:
        return ""
    code = int(held.codes[row])
    return held.names[code] if code >= 0 else ""


def _cell(wanted: Wanted, column: Column | Items, row: int) -> object:
    """A cell in the JSON form of single facts; None when it is not known."""
    if isinstance(column, Items):
        if column.absent is not None and column.absent[row]:
            return None
        fields = {one.identifier: one for one in wanted.input.fields} if wanted.input is not None else {}
        return [
            {name: _shown(fields[name].kind, fields[name], part, at) for name, part in column.fields.items()}
            for at in range(int(column.offsets[row]), int(column.offsets[row + 1]))
        ]
    return _shown(wanted.kind, wanted.input, column, row)


def _shown(kind: t.Kind, one: t.Input | None, column: Column, row: int) -> object:
    code = int(column.values[row])
    if code == missing_of(column.values):
        return None
    return show_value(kind, one, code)
