"""Bars and amounts: segments meet, end where they should, and every figure is exact."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.interfaces.portal.parts import TierAmount
from luoqiao.interfaces.portal.templatetags.parts import (
    emphasise,
    segments,
    tier_cells,
    wan,
    wan_range,
    whole_codes,
    yuan,
    yuan_range,
)

AMOUNTS = st.lists(st.integers(0, 10**16), min_size=1, max_size=4)


def percent(text: str) -> Decimal:
    return Decimal(text.removesuffix("%"))


@given(AMOUNTS, st.integers(0, 10**16), st.booleans())
def test_segments_meet_and_fill_exactly_their_part(amounts: list[int], more: int, from_right: bool) -> None:
    whole = sum(amounts) + more
    drawn = segments(
        [(amount, f"w{at}", "") for at, amount in enumerate(amounts)], whole, from_right=from_right
    )
    assert len(drawn) == sum(amount > 0 for amount in amounts)
    for one, following in pairwise(drawn):
        assert percent(one.end) == percent(following.start)
        assert percent(one.start) + percent(one.width) == percent(one.end)
    if drawn and from_right:
        assert percent(drawn[-1].end) == 100
    if drawn and not from_right:
        assert percent(drawn[0].start) == 0
        assert abs(percent(drawn[-1].end) - Decimal(100) * sum(amounts) / whole) <= Decimal("0.0005")


def test_nothing_to_draw_gives_no_segment() -> None:
    assert segments([(0, "w1", "省级")], 0) == []


def test_labels_are_as_wide_as_their_segments() -> None:
    tiers = [TierAmount("省级", "省", 100), TierAmount("市级", "市", 300), TierAmount("区级", "区", None)]
    assert [(shade, width) for _, shade, width in tier_cells(tiers)] == [
        ("w1", "25.000%"),
        ("w2", "75.000%"),
        ("w3", "0.000%"),
    ]


def test_none_is_a_dash_and_zero_is_written_out() -> None:
    assert (wan(None), wan(0), yuan(None), yuan(0)) == ("—", "0.00", "—", "0.00 元")


def test_a_range_shows_both_ends_only_when_they_differ() -> None:
    assert wan_range(5_000_000, 80_000_000) == "5.00–80.00"
    assert wan_range(5_000_000, 5_000_000) == "5.00"
    assert wan_range(5_000_000, None) == "5.00"
    assert yuan_range(5_000_000, 80_000_000) == "50,000.00–800,000.00 元"


def test_only_the_named_numbers_of_a_quote_are_bold() -> None:
    text = "按照服务费的 30% 给予补助，最高不超过 10 万元"
    assert emphasise(text, ("30%",)) == "按照服务费的 <strong>30%</strong> 给予补助，最高不超过 10 万元"
    assert emphasise("<b>5%", ("5%",)) == "&lt;b&gt;<strong>5%</strong>"


def test_codes_stay_on_one_line_and_text_is_escaped() -> None:
    assert whole_codes("读法 X-12 <") == '读法 <span class="whole">X-12</span> &lt;'
