"""按方案写明的试算: each clause's own parameters and readings in the description of its what-if address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.parameter import Parameter, value_text
from luoqiao.core.rules.parameters import parameters_of
from luoqiao.policies.pack import Pack

Data = dict[str, Any]
MONEY = r"^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$"
DAY = (
    r"^(199[0-9]|20[0-9]{2})-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))$"
)
"""Days that exist, from 1990 on; 29 February is read too."""
RATE = r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$"


def what_if_body(body: Mapping[str, Any], clause: t.Clause, pack: Pack) -> Data:
    """The body with every name that may stand in it, and what each value may be."""
    values = {one.id: _value(one) for one in parameters_of(clause, pack.basis.tiers)}
    letters = switches(clause, pack.basis.cap_period_question)
    readings = {question: {"type": "string", "enum": list(options)} for question, options in letters.items()}
    properties = {name: dict(one) for name, one in body["properties"].items()}
    properties["values"] |= {"properties": values, "additionalProperties": False}
    properties["readings"] |= {"properties": readings, "additionalProperties": False}
    for name in ("values", "readings"):
        properties[name].pop("examples", None)
    return {**body, "properties": properties, "title": f"try_{clause.identifier}"}


def _value(one: Parameter) -> Data:
    shape: Data = {"description": f"{one.label}；现为 {one.shown}", "examples": [value_text(one.kind, one.value)]}
    match one.kind:
        case t.Kind.MONEY:
            return shape | {"anyOf": [{"type": "string", "pattern": MONEY}, {"type": "integer", "minimum": 0, "maximum": 10**13}]}
        case t.Kind.RATE:
            return shape | {"anyOf": [{"type": "string", "pattern": RATE}, {"type": "integer", "minimum": 0, "maximum": 1}]}
        case t.Kind.DATE:
            return shape | {"type": "string", "pattern": DAY}
        case _:
            return shape | {"type": "integer", "minimum": one.least, "maximum": one.most}
