"""坏数据: whatever a data file holds, its parser gives values or the list of faults, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.core.parties.population_reader import parse_population
from luoqiao.core.parties.seat import parse_seats
from luoqiao.core.parties.township import parse_townships
from luoqiao.core.parties.unit import parse_units
from luoqiao.core.rules.corrections import parse_corrections
from luoqiao.core.rules.document import UnreadableDocument, parse_document
from luoqiao.core.rules.readings import UnreadableReadings, parse_readings
from luoqiao.core.rules.uncoded import parse_uncoded
from luoqiao.core.targets.mechanism import parse_mechanisms, parse_systems
from luoqiao.core.targets.roadmap import parse_roadmap
from luoqiao.core.targets.target import parse_targets
from luoqiao.core.targets.task import parse_tasks
from luoqiao.policies.pack_meta import parse_pack_file

PARSERS: dict[str, Callable[[Mapping[str, object]], object]] = {
    "corrections": parse_corrections,
    "mechanisms": parse_mechanisms,
    "pack": parse_pack_file,
    "population": parse_population,
    "enterprises": parse_roadmap,
    "seats": parse_seats,
    "systems": parse_systems,
    "targets": parse_targets,
    "tasks": parse_tasks,
    "townships": parse_townships,
    "uncoded": parse_uncoded,
    "units": parse_units,
}
KEYS = [
    "id", "name", "kind", "code", "unit", "post", "role", "holders", "cites", "anchor", "quote", "value", "goal",
    "years", "comparison", "mode", "due_on", "lead_units", "actions", "duty", "sentences", "reason", "checksum",
    "in_force_from", "in_force_until", "tiers", "industries", "district", "population", "townships", "clauses",
    "takers", "inputs", "how", "weights", "median", "seed",
]  # fmt: skip
WORDS = ["", " ", "T-01", "78%", "1家", "9" * 400 + "元", "←一「甲」", "←「", "more_than", "yearly"]
CELLS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(WORDS)
    | st.just(date(2022, 6, 30))
    | st.just(datetime(2022, 6, 30)),  # noqa: DTZ001 - a TOML file may hold a time without zone
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)


def _answers(parse: Callable[[], object]) -> bool:
    """Whether the parser gives values, or refuses with at least one fault; any other error goes through."""
    try:
        parse()
    except (UnusableTables, UnreadableReadings) as refused:
        return bool(refused.findings)
    except UnreadableDocument as refused:
        return bool(refused.problems)
    return True


@pytest.mark.parametrize("key", PARSERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_parser_gives_values_or_faults(key: str, data: st.DataObject) -> None:
    row = st.dictionaries(st.sampled_from(KEYS), CELLS, max_size=12)
    whole = {
        key: data.draw(st.lists(row, max_size=3) | row | CELLS, label="rows"),
        "district": data.draw(row | CELLS, label="district"),
    }
    assert _answers(lambda: PARSERS[key](whole))


LINES = [
    "# 资金", "# 通则", "# 甲 ｜ 乙", "## 一 ｜ 二", "## X-01 问", "## X-02 问", "- `1.1` 甲⏎乙",
    "- `0.1` 甲", "- `99999999999999999999.1` 甲", "- A：甲", "- A：甲 ←一「乙」", "- 默认：A", "- 裁定：暂无",
    "- 裁定：A ｜ 裁定人 甲 ｜ 文号 乙 ｜ 自 2023-02-30", "- 裁定：A ｜ 裁定人 甲 ｜ 文号 乙 ｜ 自 2023-02-03",
    "- 涉及资金：是", "- ：", "- 通则：G1、", "- G1：甲", "<!--", "-->", "\u2028", "⏎", "",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), max_size=14))
def test_markdown_gives_values_or_every_fault(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert _answers(lambda: parse_document(text))
    assert _answers(lambda: parse_readings(text))
