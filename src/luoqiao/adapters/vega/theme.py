"""图的样子: colours, fonts and sizes of the house look, for light and dark paper and for wide and narrow screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEFT, RIGHT, ABOVE, BELOW = 48, 14, 34, 44
"""Room around a drawing for its axes and their words."""

SANS = "PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """纸色与墨色; `tiers` are the shades of the tiers from the highest down, `labels` the ink upon them."""

    paper: str
    ink: str
    ink2: str
    ink3: str
    line: str
    tiers: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """图的大小: the drawing without axes, size of type, marks on the axis and the room between them."""

    width: int
    height: int
    text: int
    steps: int
    apart: float

    @property
    def whole(self) -> tuple[int, int]:
        """Width and height of the picture with its axes."""
        return self.width + LEFT + RIGHT, self.height + ABOVE + BELOW


LIGHT = Theme(
    "#F8F6F1", "#1D1C1A", "#4B4842", "#6A665D", "#DEDAD0",
    ("#12506E", "#5F8CA3", "#A9C3CF"), ("#FFFEFB", "#1D1C1A", "#1D1C1A"),
)  # fmt: skip
DARK = Theme(
    "#151412", "#EFEBE2", "#BDB7AA", "#979184", "#34322C",
    ("#86BCD4", "#4F86A0", "#2F586D"), ("#10222B", "#EFEBE2", "#EFEBE2"),
)  # fmt: skip
THEMES: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK}
WIDE = Size(520, 232, 12, 5, 0.07)
NARROW = Size(272, 208, 12, 3, 0.14)
SIZES: Mapping[str, Size] = {"wide": WIDE, "narrow": NARROW}


def config(theme: Theme, size: Size) -> dict[str, Any]:
    """What holds for every chart: thin lines of print, no frame, tabular figures, words only for the eye."""
    return {
        "aria": False,
        "autosize": "none",
        "padding": {"left": LEFT, "right": RIGHT, "top": ABOVE, "bottom": BELOW},
        "background": "transparent",
        "font": SANS,
        "view": {"stroke": None},
        "axis": {
            "labelColor": theme.ink3,
            "labelFontSize": size.text,
            "titleColor": theme.ink3,
            "titleFontSize": size.text,
            "titleFontWeight": 400,
            "gridColor": theme.line,
            "domainColor": theme.ink,
            "tickColor": theme.ink3,
            "tickSize": 4,
            "labelPadding": 6,
        },
        "text": {"fontSize": size.text, "color": theme.ink},
    }
