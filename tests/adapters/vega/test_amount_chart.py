"""金额图: the picture stands on the exact points, its words stand clear of each other and of inline style."""

import re
from datetime import date
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from luoqiao.adapters.vega.amount_chart import _drawn, chart_svg, ground_of, ground_spec
from luoqiao.adapters.vega.amount_words import AmountWords, Word
from luoqiao.adapters.vega.option_chart import option_svg, whole_size
from luoqiao.adapters.vega.scale import scale
from luoqiao.adapters.vega.theme import DARK, LIGHT, NARROW, SIZES, WIDE, Size
from luoqiao.core.kernel.money import wan
from luoqiao.core.rules.curve import Curve, amount_curve
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.option_amounts import option_amounts
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")
ON = date(2023, 6, 30)
CASES: dict[str, list[dict[str, object]]] = {
    "cloud_adoption": [
        {},
        {"annual_service_fee": "186400"},
        {"annual_service_fee": "40万元"},
        {"annual_service_fee": "9亿元"},
    ],
    "technology_upgrade": [
        {},
        {"production_equipment_investment": "3000万元", "provincial_base": "3600万元"},
    ],
    "upgrade_loan_interest": [{}],
    "first_set_national": [{}, {"kind": "key_component", "batch_contract_price": "60万元"}],
    "industrial_internet_demo": [{"it_investment": "1200万元"}],
    "industrial_app": [{}],
    "five_g_demo": [{}, {"completed_investment": "1999万元"}],
    "supply_chain_platform": [{}, {"annual_transaction": "6亿元"}],
}
DRAWN = [(name, case) for name, cases in CASES.items() for case in cases]


def _curve(name: str, facts: dict[str, object]) -> Curve:
    clause = PACK.clauses[name]
    curve = amount_curve(clause, read_facts(clause, facts), on=ON, basis=PACK.basis)
    assert curve is not None
    return curve


def _rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return rows


def _words(curve: Curve, size: Size) -> list[Word]:
    most = max(point.total for point in curve.points)
    x, y = scale(curve.right, size.steps), scale(most + most // 6, 4, covered=most)
    return list(AmountWords(curve, x, y, LIGHT, size).place())


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
@pytest.mark.parametrize(("name", "facts"), DRAWN)
def test_no_words_stand_over_others_or_outside(name: str, facts: dict[str, object], size: Size) -> None:
    words = _words(_curve(name, facts), size)
    assert words
    for word in words:
        left, _, right, _ = word.box
        assert left >= -2
        assert right <= size.width + 8
    for one, other in combinations(words, 2):
        a, b = one.box, other.box
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


@pytest.mark.parametrize(("name", "facts"), [
    ("cloud_adoption", {"annual_service_fee": "40万元"}),
    ("technology_upgrade", {"production_equipment_investment": "3000万元", "provincial_base": "0",
                            "provincial_leading_enterprise": "否"}),
])  # fmt: skip
def test_the_words_of_the_case_are_cleared_and_no_name_touches_its_line(name: str, facts: dict[str, object]) -> None:
    curve = _curve(name, facts)
    assert curve.current is not None
    words = _words(curve, WIDE)
    end = scale(curve.right, WIDE.steps).end
    post = curve.current.x * WIDE.width // end
    own = [word for word in words if word.words.startswith("得 ") or word.words in ("40万元", "3000万元")]
    assert len(own) == 2
    assert all(word.halo for word in own)
    names = [word for word in words if word.words in ("省级", "市级", "区级")]
    assert "区级" in {word.words for word in names}
    assert all(word.box[2] <= post - 8 or word.box[0] >= post + 8 for word in names)


def test_the_words_that_matter_are_there() -> None:
    said = [word.words for word in _words(_curve("cloud_adoption", {"annual_service_fee": "186400"}), WIDE)]
    assert {
        "封顶 12.00（市 10.00 + 区 2.00）",
        "18.64万元",
        "得 6.71 万元",
        "5万元整 0 元",
        "多 1 分 1.80 万元",
        "市级",
        "区级",
    } == set(said)
    assert "省级" not in said


def test_a_case_outside_the_picture_is_said_in_words() -> None:
    said = [word.words for word in _words(_curve("cloud_adoption", {"annual_service_fee": "9亿元"}), NARROW)]
    assert "现为 9亿元，在图的右边以外，得 12.00 万元" in said


def test_the_lines_run_through_the_exact_points() -> None:
    curve = _curve("cloud_adoption", {})
    spec = ground_spec(ground_of(curve))
    layers = spec["layer"]
    line = next(layer for layer in layers if layer["mark"]["type"] == "line")
    drawn = [(row["x"], row["high"]) for row in _rows(spec, line)]
    assert drawn == [(point.x / 1_000_000, point.total / 1_000_000) for point in curve.points]
    areas = [layer for layer in layers if layer["mark"]["type"] == "area"]
    assert [area["mark"]["color"] for area in areas] == list(LIGHT.tiers[1:])


def test_the_dot_is_filled_where_the_written_amount_belongs() -> None:
    for name, fills in (
        ("cloud_adoption", [LIGHT.ink, LIGHT.paper]),
        ("supply_chain_platform", [LIGHT.paper, LIGHT.ink] * 3),
    ):
        layers = ground_spec(ground_of(_curve(name, {})))["layer"]
        assert [layer["mark"]["fill"] for layer in layers if layer["mark"]["type"] == "point"] == fills


def test_the_marks_of_the_rule_stand_on_the_axis() -> None:
    marks = scale(wan(50), 5, [wan(5), 33_333_332])
    assert [marks.at(mark) for mark in marks.marks] == [0, 5, 10, 20, 33.333332, 40, 50]
    assert scale(wan(400_000), 5).unit_name == "亿元"
    assert scale(500_000, 5).unit_name == "元"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_drawing_needs_no_style_no_script_and_nothing_from_elsewhere(theme: object) -> None:
    assert theme in (LIGHT, DARK)
    svg = chart_svg(
        _curve("cloud_adoption", {"annual_service_fee": "186400"}), LIGHT if theme is LIGHT else DARK
    )
    tree = ET.fromstring(svg)
    assert (tree.get("width"), tree.get("height")) == tuple(str(side) for side in WIDE.whole)
    for node in tree.iter():
        assert node.get("style") is None
        assert not node.tag.endswith(("script", "style", "image", "foreignObject"))
    assert set(re.findall(r'(?:href|src)="([^"]*)"', svg)) == set()
    texts = [node.text for node in tree.iter() if node.tag.endswith("text")]
    assert "得 6.71 万元" in texts


def test_another_case_on_the_same_curve_draws_no_other_ground() -> None:
    first = chart_svg(_curve("cloud_adoption", {"annual_service_fee": "100001"}))
    drawn = _drawn.cache_info().misses
    others = [chart_svg(_curve("cloud_adoption", {"annual_service_fee": str(fee)})) for fee in (20_000, 186_400, 450_000)]
    assert _drawn.cache_info().misses == drawn
    assert len({first, *others}) == 4


def test_the_case_stands_on_the_line() -> None:
    curve = _curve("cloud_adoption", {"annual_service_fee": "20万元"})
    tree = ET.fromstring(chart_svg(curve))
    (dot,) = (node for node in tree.iter() if node.tag.endswith("circle"))
    assert curve.current is not None
    ground = ground_of(curve)
    assert float(dot.get("cx", "")) == pytest.approx(wan(20) / ground.x.end * WIDE.width, abs=0.01)
    assert float(dot.get("cy", "")) == pytest.approx(
        WIDE.height - curve.current.total / ground.y.end * WIDE.height, abs=0.01
    )


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_options_as_bars_of_the_size_that_is_told(size: Size) -> None:
    amounts = option_amounts(PACK.clauses["little_giant"], Facts(), on=ON, basis=PACK.basis)
    assert amounts is not None
    tree = ET.fromstring(option_svg(amounts, LIGHT, size))
    assert (tree.get("width"), tree.get("height")) == tuple(str(side) for side in whole_size(amounts, size))
    texts = {node.text for node in tree.iter() if node.tag.endswith("text")}
    assert {"新认定", "复核通过", "80.00 万元", "省级 50.00", "市级 5.00"} <= texts
    assert all(node.get("style") is None for node in tree.iter())
