"""表单: what the schema of a clause allows, its rule can read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.rules.facts import BadFacts, read_facts
from luoqiao.core.rules.form import form_schema
from tests.core.rules.asking import programme, quickly

CLAUSES = sorted(programme().clauses)


def _values(schema: dict[str, Any]) -> st.SearchStrategy[object]:
    """Values that a schema of ours allows."""
    if "anyOf" in schema:
        return st.one_of(*(_values(one) for one in schema["anyOf"]))
    if "oneOf" in schema:
        return st.sampled_from([one.get("const") for one in schema["oneOf"]])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_of_kind(kind, schema) for kind in kinds))


def _of_kind(kind: str, schema: dict[str, Any]) -> st.SearchStrategy[object]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema["minimum"], schema["maximum"])
        case "array":
            return st.lists(_objects(schema["items"]), max_size=3)
        case "string" if schema.get("format") == "date":
            return st.dates().map(str)
        case _:
            return st.from_regex(schema["pattern"], fullmatch=True)


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {}, optional={name: _values(one) for name, one in schema["properties"].items()}
    )


@quickly
@given(st.data())
@pytest.mark.parametrize("name", CLAUSES)
def test_whatever_the_schema_allows_is_read(name: str, data: st.DataObject) -> None:
    clause = programme().clauses[name]
    facts = data.draw(_objects(form_schema(clause, programme().basis)))
    read_facts(clause, facts, programme().basis.tiers)


def test_a_question_in_the_words_of_the_clause() -> None:
    schema = form_schema(programme().clauses["cloud_adoption"], programme().basis)
    fee = schema["properties"]["annual_service_fee"]  # type: ignore[index]
    assert fee["title"] == "年度服务费"
    assert fee["description"].endswith("？")
    assert fee["x-evidence"] == ["合同", "发票", "付款凭证"]
    assert fee["x-need"] == "needed"
    assert schema["x-readings"] == {"X-11": ["A", "B"], "X-12": ["A", "B"]}


def test_grants_that_the_rule_speaks_of_are_optional() -> None:
    schema = form_schema(programme().clauses["technology_upgrade"], programme().basis)
    properties: Any = schema["properties"]
    assert properties["granted_city"]["x-need"] == "optional"
    assert "granted_district" not in properties
    assert "required" not in schema


@pytest.mark.parametrize("amount", ["1e5", "-1", "0.001", "01", "10000000000000.01"])
def test_money_that_the_schema_refuses(amount: str) -> None:
    import re

    schema: Any = form_schema(programme().clauses["cloud_adoption"])
    pattern = schema["properties"]["annual_service_fee"]["anyOf"][0]["pattern"]
    assert not re.fullmatch(pattern, amount)
    if amount not in ("01", "10000000000000.01"):
        with pytest.raises(BadFacts):
            read_facts(programme().clauses["cloud_adoption"], {"annual_service_fee": amount})
