"""参数给程序: each parameter of a clause in JSON form, values as strings (yuan, decimal rates, ISO days)."""

from __future__ import annotations

from typing import Any

from luoqiao.core.rules.parameter import Parameter, value_text


def parameter_data(one: Parameter) -> dict[str, Any]:
    """A parameter with its value of today, its range, and the words of the document that it stands on."""
    least, most = one.slider
    return {
        "id": one.id,
        "alias": one.alias,
        "label": one.label,
        "role": one.role.value,
        "kind": KINDS[one.kind.value],
        "value": value_text(one.kind, one.value),
        "shown": one.shown,
        "unit": one.unit,
        "least": value_text(one.kind, one.least),
        "most": value_text(one.kind, one.most),
        "step": value_text(one.kind, one.step) if one.unit != "日期" else "1",
        "slider": {"from": value_text(one.kind, least), "to": value_text(one.kind, most)},
        "how": None if one.how is None else one.how.value,
        "line": one.line,
        "quotes": [{"anchor": quote.anchor, "text": quote.text} for quote in one.quotes],
        "readings": [{"question": question, "options": list(letters)} for question, letters in one.readings],
    }


KINDS = {"金额": "money", "比例": "rate", "个数": "count", "月数": "months", "日期": "date"}
"""Kinds by the word of the language."""
