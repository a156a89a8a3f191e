"""流向图：what goes in comes out, boxes and bands do not overlap, and the order is the order that was given."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from luoqiao.core.funds.flow import UNITS, Drawing, Flow, lay_out

TIERS, CLAUSES, STAGES = ("省级", "市级", "区级"), tuple("甲乙丙丁戊"), ("已到账", "待拨付", "已占用")
COLUMNS = (TIERS, CLAUSES, STAGES)
PARTS = some.dictionaries(
    some.tuples(some.sampled_from(TIERS), some.sampled_from(CLAUSES), some.sampled_from(STAGES)), some.integers(0, 10**12)
)


def drawn(parts: dict[tuple[str, str, str], int]) -> Drawing:
    first: dict[tuple[str, str], int] = {}
    second: dict[tuple[str, str], int] = {}
    for (tier, clause, stage), fen in parts.items():
        first[tier, clause] = first.get((tier, clause), 0) + fen
        second[clause, stage] = second.get((clause, stage), 0) + fen
    flows = [Flow(0, *pair, fen) for pair, fen in first.items()] + [Flow(1, *pair, fen) for pair, fen in second.items()]
    return lay_out(COLUMNS, flows)


@given(PARTS)
def test_what_goes_into_a_box_comes_out_of_it(parts: dict[tuple[str, str, str], int]) -> None:
    drawing = drawn(parts)
    for box in drawing.boxes:
        into = sum(band.flow.fen for band in drawing.bands if (band.flow.column + 1, band.flow.target) == (box.column, box.key))
        out = sum(band.flow.fen for band in drawing.bands if (band.flow.column, band.flow.source) == (box.column, box.key))
        assert {into, out} - {0} <= {box.fen}
    assert sum(box.fen for box in drawing.boxes if box.column == 2) == sum(parts.values())


@given(PARTS)
def test_nothing_overlaps_and_nothing_leaves_the_drawing(parts: dict[tuple[str, str, str], int]) -> None:
    drawing = drawn(parts)
    for column, keys in enumerate(COLUMNS):
        boxes = [box for box in drawing.boxes if box.column == column]
        assert [box.key for box in boxes] == [key for key in keys if key in {box.key for box in boxes}]
        for before, after in pairwise(boxes):
            assert before.top + before.height <= after.top
        assert not boxes or boxes[-1].top + boxes[-1].height <= UNITS
        for side in ("left", "right"):
            at = column if side == "left" else column - 1
            here = [band for band in drawing.bands if band.flow.column == at]
            spans = sorted((getattr(band, side), getattr(band, f"{side}_height")) for band in here)
            for (top, height), (following, _) in pairwise(spans):
                assert top + height <= following


def test_no_money_is_no_drawing() -> None:
    assert drawn({}) == Drawing((), ())
