"""引文里的数: which numbers of a quoted sentence are set in bold."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d[\d,.]*\s*(?:%|个百分点|万元|亿元|元)|1\s*:\s*1")


def emphasis(text: str) -> tuple[str, ...]:
    """Amounts, rates and ratios of a sentence, as printed."""
    return tuple(dict.fromkeys(_NUMBER.findall(text)))
