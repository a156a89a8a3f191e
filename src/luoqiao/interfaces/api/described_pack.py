"""按方案写明的接口说明: the description of the API with the names that the loaded programme knows.

A clause's own facts, switches and caps stand under the clause's own address, so that what the description allows is
what the address reads. Addresses read more than is described (5万元, Chinese names); nothing less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import UNIT_WORDS
from luoqiao.core.rules.form import form_schema
from luoqiao.interfaces.api.described_what_if import what_if_body
from luoqiao.policies.pack import Pack

Data = dict[str, Any]
ONE, ALL, TRY = "/clauses/{clause}/calculate", "/calculate", "/clauses/{clause}/what-if"
AMOUNT = "AmountIn"
MONEY: Data = {
    "title": AMOUNT,
    "description": "以元计的金额，至多两位小数。",
    "anyOf": [
        {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$"},
        {"type": "integer", "minimum": 0, "maximum": 10**13},
    ]
}


def described(schema: Mapping[str, Any], pack: Pack) -> Data:
    """The description with the programme's names in it; the one given stays as it is."""
    whole: Data = deepcopy(dict(schema))
    one, every = (_body(whole, name) for name in ("CalculateIn", "CalculateAllIn"))
    clauses = list(pack.clauses.values())
    known = {clause.identifier: _facts(clause, pack) for clause in clauses}
    tried = _body(whole, "WhatIfIn")
    paths: Data = {}
    for path, operations in whole["paths"].items():
        if path.endswith(ONE):
            for clause in clauses:
                paths[path.replace("{clause}", clause.identifier)] = {
                    method: _for_clause(
                        operation, clause, pack, _one(one, clause, known[clause.identifier], pack),
                        ("calculate", "测算"),
                    )
                    for method, operation in operations.items()
                }
            continue
        if path.endswith(TRY):
            for clause in clauses:
                paths[path.replace("{clause}", clause.identifier)] = {
                    method: _for_clause(
                        operation, clause, pack, what_if_body(tried, clause, pack), ("try", "试算")
                    )
                    for method, operation in operations.items()
                }
            continue
        if path.endswith(ALL):
            operations["post"]["requestBody"]["content"]["application/json"]["schema"] = _every(
                every, clauses, known, pack
            )
        for operation in operations.values():
            _name_parameters(operation, pack)
        paths[path] = operations
    whole["paths"] = paths
    for name in ("CalculateIn", "CalculateAllIn", "WhatIfIn"):
        whole["components"]["schemas"].pop(name, None)
    whole["components"]["schemas"][AMOUNT] = MONEY
    return whole


def _body(whole: Data, name: str) -> Data:
    found: Data = whole["components"]["schemas"][name]
    return found


def _for_clause(operation: Data, clause: t.Clause, pack: Pack, body: Data, named: tuple[str, str]) -> Data:
    """An operation for one clause; `named` begins its identifier and its summary."""
    made = deepcopy(operation)
    made["operationId"] = f"{named[0]}_{clause.identifier}"
    made["summary"] = f"{named[1]}：{clause.title}"
    made["parameters"] = [one for one in made["parameters"] if one["name"] != "clause"]
    _name_parameters(made, pack)
    made["requestBody"]["content"]["application/json"]["schema"] = body
    return made


def _one(body: Data, clause: t.Clause, facts: Data, pack: Pack) -> Data:
    form = form_schema(clause, pack.basis)
    switches: Any = form["x-readings"]
    return _filled(
        body,
        title=f"calculate_{clause.identifier}",
        facts={"properties": facts, "description": form["description"]},
        readings=_letters(switches),
        earlier=_earlier(clause, pack),
    )


def _every(body: Data, clauses: Iterable[t.Clause], known: Mapping[str, Data], pack: Pack) -> Data:
    facts = {f"{clause}.{name}": shape for clause, shapes in known.items() for name, shape in shapes.items()}
    letters: dict[str, list[str]] = {}
    for clause in clauses:
        found: Any = form_schema(clause, pack.basis)["x-readings"]
        for key, options in found.items():
            letters[key] = [*letters.get(key, ()), *(o for o in options if o not in letters.get(key, ()))]
    earlier = {clause.identifier: _closed(_earlier(clause, pack)) for clause in clauses}
    made = _filled(
        body, title="calculate_all", facts={"properties": facts}, readings=_letters(letters), earlier=earlier
    )
    made["properties"]["set_aside"]["items"] = {"type": "string", "enum": list(known)}
    return made


def _filled(body: Data, *, title: str, facts: Data, readings: Data, earlier: Data) -> Data:
    """A body with every name that may stand in it."""
    made = deepcopy(body)
    properties = made["properties"]
    properties["facts"] |= {**facts, "additionalProperties": False}
    properties["readings"] |= _closed(readings)
    properties["earlier"] |= _closed(earlier)
    for name in ("facts", "readings", "earlier"):
        properties[name].pop("examples", None)
    made["title"] = title
    return made


def _closed(properties: Data) -> Data:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _facts(clause: t.Clause, pack: Pack) -> Data:
    found: Any = form_schema(clause, pack.basis)["properties"]
    return {name: _as_read(shape) for name, shape in found.items()}


def _as_read(shape: Any) -> Data:
    """A form asks for one way of writing; empty words are read as null is, a bare 0 or 1 as a rate."""
    match shape:
        case {"anyOf": [{"pattern": pattern} as text, *others]}:
            return {**shape, "anyOf": [{**text, "pattern": f"^$|{pattern}"}, *others]}
        case {"x-kind": "list", "items": items}:
            fields = {name: _as_read(one) for name, one in items["properties"].items()}
            return {**shape, "items": {"anyOf": [{**items, "properties": fields}, {"type": "null"}]}}
        case {"x-kind": "rate", "pattern": pattern}:
            plain = {name: value for name, value in shape.items() if name not in ("type", "pattern")}
            text = {"type": "string", "pattern": f"^$|{pattern}"}
            bare = {"type": "integer", "minimum": 0, "maximum": 1}
            return {**plain, "anyOf": [text, bare, {"type": "null"}]}
        case {"x-kind": "date"}:
            plain = {name: value for name, value in shape.items() if name not in ("type", "format")}
            return {**plain, "anyOf": [{"type": "string", "format": "date"}, {"const": ""}, {"type": "null"}]}
    return dict(shape)


def _letters(switches: Mapping[str, Iterable[str]]) -> Data:
    return {key: {"type": "string", "enum": list(letters)} for key, letters in switches.items()}


def _earlier(clause: t.Clause, pack: Pack) -> Data:
    """What may have been granted before: each tier and each named amount, by unit."""
    named = [n for s in t.statements_of(clause) if isinstance(s, t.Define) for n in s.names]
    tiers = {tier.label for tier in pack.basis.tiers}
    names = [*(tier.code for tier in pack.basis.tiers), *(n for n in dict.fromkeys(named) if n not in tiers)]
    units = {unit.value: {"$ref": f"#/components/schemas/{AMOUNT}"} for unit in UNIT_WORDS.values()}
    return {name: _closed(units) for name in names}


def _name_parameters(operation: Data, pack: Pack) -> None:
    known: Mapping[str, list[str]] = {
        "clause": list(pack.clauses),
        "pack": [pack.meta.name],
        "reading": [question.id for question in pack.readings.questions],
        "tier": ["", *(tier.code for tier in pack.meta.tiers)],
        "industry": ["", *(one.id for one in pack.industries)],
    }
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in known:
            kept = {name: parameter["schema"][name] for name in ("title", "default") if name in parameter["schema"]}
            parameter["schema"] = {"type": "string", "enum": known[parameter["name"]], **kept}
