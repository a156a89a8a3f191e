"""读表: typed cells, and every fault of a file said at once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest

from luoqiao.core.kernel.tables import UnusableTables, read_tables


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def test_cells_are_read_by_type() -> None:
    data = {
        "head": {"since": date(2022, 6, 30)},
        "rows": [
            {"id": "a", "colour": "blue", "on": True, "years": [2022], "names": ["甲"], "in": [{"x": "1"}]},
        ],
    }
    with read_tables(data, "x.toml") as tables:
        head = tables.one("head")
        assert head.day("since") == date(2022, 6, 30)
        assert head.day_or_none("until") is None
        head.close()
        for row in tables.rows("rows"):
            assert row.choice("colour", Colour) is Colour.BLUE
            assert row.flag("on")
            assert not row.flag("off", default=False)
            assert row.numbers("years") == (2022,)
            assert row.texts("names") == ("甲",)
            assert row.texts("none") == ()
            assert [inner.text("x") for inner in row.rows("in")] == ["1"]
            assert row.text("note", "") == ""
            assert row.text("id") == "a"


def _read_people(data: dict[str, object]) -> None:
    with read_tables(data, "x.toml") as tables:
        for row in tables.rows("rows"):
            row.text("id")
            row.choice("colour", Colour)
            row.flag("on")
            row.text("name", "")
            row.pattern("id", r"T-\d{2}", "T-01")
            row.texts("years")


def _read_head(data: dict[str, object]) -> None:
    with read_tables(data, "x.toml") as tables:
        head = tables.one("head")
        head.text("name")
        head.text("title")
        head.day("since")
        tables.one("foot")
        list(tables.rows("rows"))


def test_every_fault_is_listed_with_its_row() -> None:
    rows = [{"id": "a", "colour": "green", "on": 1, "nmae": "甲"}, {"id": "a", "colour": "red", "on": True}]
    with pytest.raises(UnusableTables) as refused:
        _read_people({"rows": rows, "mehr": 1})
    said = [f"{f.subject} {f.message}" for f in refused.value.findings]
    assert said == [
        "a “colour”是“green”；应是 red、blue 之一",
        "a “on”应是 true 或 false",
        "a “id”是“a”；应写成 T-01",
        "a 不认识“nmae”；是不是“name”？",
        "a “a”写了两次",
        "a “id”是“a”；应写成 T-01",
        "x.toml 不认识“mehr”",
    ]


def test_missing_and_empty_cells_are_faults() -> None:
    with pytest.raises(UnusableTables) as refused:
        _read_head({"head": {"name": " "}})
    assert [f.message for f in refused.value.findings] == [
        "“name”应是不空的文字",
        "缺“title”",
        "缺“since”",
        "缺“foot”",
    ]
