"""表单: the questions of a claim as JSON Schema, for programs that fill it and pages that draw it.

What the schema allows, `read_facts` reads; it reads more (5万元, Chinese labels). Nothing is required:
a fact that is left out or null is unknown, and the answer then says which questions are still open.
"""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier, switches
from luoqiao.core.rules.build import MOST_MONTHS
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.facts import MOST_ITEMS
from luoqiao.core.rules.present import question_text
from luoqiao.core.rules.resolve import grants_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, object]

_NEEDS = {t.Need.NEEDED: "needed", t.Need.OPTIONAL: "optional", t.Need.KEPT: "kept"}
_MONEY: Mapping[str, object] = {
    "anyOf": [
        {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$"},
        {"type": "integer", "minimum": 0, "maximum": 10**13},
        {"type": "null"},
    ],
    "examples": ["50000.05"],
}
_SHAPES: Mapping[t.Kind, Mapping[str, object]] = {
    t.Kind.MONEY: _MONEY,
    t.Kind.RATE: {
        "type": ["string", "null"],
        "pattern": r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$",
        "examples": ["0.052"],
    },
    t.Kind.COUNT: {"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999},
    t.Kind.MONTHS: {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_MONTHS},
    t.Kind.DATE: {"type": ["string", "null"], "format": "date", "examples": ["2023-06-30"]},
    t.Kind.YES_NO: {"type": ["boolean", "null"]},
}


def form_schema(clause: t.Clause, basis: Basis = PLAIN) -> Schema:
    """The facts that a clause asks for: types, limits, questions, evidence, and the readings it can be
    switched by.
    """
    properties: dict[str, object] = {one.identifier: input_schema(one) for one in clause.inputs}
    spoken_of = set(grants_of(clause))
    properties |= {
        f"granted_{tier.code}": _grant_schema(tier) for tier in basis.tiers if tier.label in spoken_of
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:luoqiao:{clause.identifier}:{clause.digest[:12]}",
        "title": clause.title,
        "description": f"{clause.title}要问的事实；不知道的不填或写 null，不等于零。",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "x-order": list(properties),
        "x-readings": {
            key: list(letters) for key, letters in switches(clause, basis.cap_period_question).items()
        },
    }


def input_schema(one: t.Input) -> Schema:
    """One question: title, the question in words, type and limits, evidence asked for."""
    schema: Schema = {"title": one.label, "description": question_text(one), "x-kind": one.kind.name.lower()}
    match one.kind:
        case t.Kind.CHOICE:
            options: list[object] = [{"const": o.identifier, "title": o.label} for o in one.options]
            schema["oneOf"] = [*options, {"type": "null", "title": "还不清楚"}]
        case t.Kind.LIST:
            schema |= {"type": ["array", "null"], "maxItems": MOST_ITEMS, "items": _item_schema(one)}
        case _:
            schema |= _SHAPES[one.kind]
    schema["x-need"] = _NEEDS[one.need]
    if one.default:
        schema["x-default"] = one.default
    if one.evidence:
        schema["x-evidence"] = list(one.evidence)
    return schema


def _item_schema(one: t.Input) -> Schema:
    fields = {field.identifier: input_schema(field) for field in one.fields}
    return {"type": "object", "properties": fields, "additionalProperties": False}


def _grant_schema(tier: Tier) -> Schema:
    question = f"{tier.label}实际拨付了多少？未拨付不填，按预估计算。"
    return {
        "title": f"{tier.label}实拨",
        "description": question,
        "x-kind": "money",
        **_MONEY,
        "x-need": "optional",
    }
