"""画图: a Vega-Lite specification drawn as SVG in this process; the same drawing is made once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

VEGA_LITE = "6.4"
"""The version that Altair writes and that draws it; both come with the wheels."""

Spec = dict[str, Any]


def draw_svg(spec: Spec) -> str:
    """The chart as SVG text. Drawings are kept by their content: a second call costs nothing."""
    return _draw(json.dumps(spec, sort_keys=True, ensure_ascii=False))


@lru_cache(maxsize=512)
def _draw(spec: str) -> str:
    import vl_convert  # 30 MB of a JavaScript engine: only where charts are drawn

    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return svg


def warm_up() -> None:
    """Load both libraries and draw once, so that the first reader does not wait a second for it."""
    import altair as alt

    point = alt.Chart({"values": [{"x": 0}]}).mark_point().encode(x="x:Q")
    draw_svg(point.to_dict(validate=False))
