"""读评分办法：a table that does not add up is refused with everything that is wrong; old versions without one stay readable."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from luoqiao.core.cases.procedure_reader import parse_procedure
from luoqiao.core.cases.scoring_reader import steps_without_scoring
from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.policies.pack_cache import PACKS

FILE = PACKS / "luojiang_2022_31" / "procedures" / "recognition_workshop.toml"


def changed(old: str, new: str) -> dict[str, object]:
    text = FILE.read_text("utf-8")
    assert old in text
    return tomllib.loads(text.replace(old, new))


def said(old: str, new: str) -> str:
    with pytest.raises(UnusableTables) as refused:
        parse_procedure(changed(old, new), "recognition_workshop.toml")
    return refused.value.message


def test_the_table_of_the_programme_is_read() -> None:
    step = parse_procedure(tomllib.loads(FILE.read_text("utf-8")), "x").step("scoring")
    assert step.scoring is not None
    assert (step.scoring.experts, step.scoring.pass_points, step.scoring.trim) == (3, 60, 5)
    assert sum(item.points for item in step.scoring.items) == 100


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("points = 30", "points = 31", "合计 101，应是 100"), ("experts = 3", "experts = 1", "应在 2 到 15 之间"),
        ("pass_points = 60", "pass_points = 101", "应在 1 到 100 之间"), ("trim = 5", "trim = 2", "至少是 3，不去写 0"),
        ('id = "data"', 'id = "equipment"', "“equipment”写了两次"), ("points = 30", "points = -30", "应是正整数"),
        ('id = "data"', 'id = "opinion"', "是评审意见"),
        ("experts = 3\n", "", "缺“experts”"), ("points = 30", "point = 30", "不认识“point”"),
        ('kind = "scoring"', 'kind = "review"', "不认识“experts”"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused(old: str, new: str, hint: str) -> None:
    assert hint in said(old, new)


def test_a_step_without_any_table_is_readable_and_found() -> None:
    data = tomllib.loads(Path(FILE).read_text("utf-8"))
    steps = [
        {key: value for key, value in step.items() if key not in ("experts", "pass_points", "trim", "items")}
        for step in data["steps"]
    ]
    procedure = parse_procedure({**data, "steps": steps}, "x")
    assert procedure.step("scoring").scoring is None
    (finding,) = steps_without_scoring([procedure])
    assert "“专家评审”没有评分办法" in finding.message
    assert list(steps_without_scoring([parse_procedure(data, "x")])) == []
