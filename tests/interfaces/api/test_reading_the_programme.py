"""GET: packs, clauses, readings, the document; unchanged answers are not sent twice."""

from typing import Any

import pytest
from django.test import Client

from luoqiao.interfaces.api import schemas_pack as s
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")


@pytest.fixture
def get(loaded: str, client: Client) -> Any:
    """Get an address below /api/v1."""
    return lambda address, **headers: client.get(f"/api/v1{address}", **headers)


def test_packs_with_their_identity(get: Any, loaded: str) -> None:
    (pack,) = get("/packs").json()
    assert (pack["pack"], pack["number"], pack["digest"]) == (
        "luojiang_2022_31",
        "泉洛政办〔2022〕31号",
        loaded,
    )
    detail = s.PackDetailOut.model_validate(get("/packs/luojiang_2022_31").json())
    assert [tier.tier for tier in detail.tiers] == ["province", "city", "district"]
    assert (detail.counts["clauses"], detail.counts["readings"]) == (14, 49)
    assert detail.source_checksum == PACK.meta.checksum


def test_all_clauses_in_the_order_of_the_programme(get: Any) -> None:
    found = [s.ClauseOut.model_validate(one) for one in get("/clauses").json()]
    assert [one.clause for one in found] == list(PACK.clauses)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=上云", {"cloud_adoption"}),
        ("q=首台 保费补贴", {"first_set_national"}),
        ("q=CLOUD_adoption", {"cloud_adoption"}),
        ("q=贷款 重点", {"upgrade_loan_interest"}),
        ("q=没有这样的词", set()),
        ("manner=贴息", {"upgrade_loan_interest"}),
        ("tier=city&manner=奖励&q=交易规模", {"supply_chain_platform"}),
        ("industry=machinery&q=上云", {"cloud_adoption"}),
    ],
)
def test_clauses_are_found_by_words_and_filters(get: Any, query: str, expected: set[str]) -> None:
    assert {one["clause"] for one in get(f"/clauses?{query}").json()} == expected


def test_tiers_are_those_that_pay(get: Any) -> None:
    tiers = {one["clause"]: one["tiers"] for one in get("/clauses").json()}
    assert tiers["cloud_adoption"] == ["city", "district"]
    assert tiers["technology_upgrade"] == ["province", "city", "district"]
    assert tiers["champion_national"] == ["province", "district"]
    assert tiers["upgrade_loan_interest"] == ["province", "city"]


def test_a_clause_whole(get: Any) -> None:
    for name, clause in PACK.clauses.items():
        detail = s.ClauseDetailOut.model_validate(get(f"/clauses/{name}").json())
        assert len(detail.passages) == len(clause.passages)
        assert detail.rule in clause.source
        assert "```" not in detail.rule
        assert len(detail.examples) == len(clause.examples)
        assert all(quote.anchor for line in detail.rule_lines for quote in line.quotes)
        assert {line.text for line in detail.rule_lines} <= {line.strip() for line in _written(detail.rule)}


def _written(rule: str) -> list[str]:
    """Statements as they stand in the rule: without quotes, cut where several share a line."""
    found = []
    for line in rule.split("\n"):
        text = line.split("←")[0].strip()
        found += [text, *(part.strip() for part in text.split("；"))]
        head, colon, rest = text.partition("：")
        if colon and all(part.strip().isascii() for part in head.split("、")):
            found += [rest.strip(), *(part.strip() for part in rest.split("；"))]
    return found


def test_a_form_for_each_clause(get: Any) -> None:
    for name in PACK.clauses:
        schema = get(f"/clauses/{name}/schema").json()
        assert schema["x-order"] == list(schema["properties"])


def test_readings_with_options_and_quotes(get: Any) -> None:
    readings = [s.ReadingOut.model_validate(one) for one in get("/readings").json()]
    assert len(readings) == 49
    one = s.ReadingOut.model_validate(get("/readings/X-12").json())
    assert (one.option, one.decided, [o.option for o in one.options]) == ("A", False, ["A", "B"])


def test_the_document_with_what_each_sentence_drives(get: Any) -> None:
    document = s.DocumentOut.model_validate(get("/document").json())
    sentences = {one.id: one for passage in document.passages for one in passage.sentences}
    assert len(sentences) == len(PACK.document.sentences)
    cloud = sentences["41.5"]
    assert cloud.status == "clause"
    assert any(mark.kind == "clause" and mark.id == "cloud_adoption" for mark in cloud.marks)
    assert all(0 <= m.start < m.end <= len(one.text) for one in sentences.values() for m in one.marks)


def test_coverage_leaves_no_sentence_open(get: Any) -> None:
    coverage = s.CoverageOut.model_validate(get("/coverage").json())
    assert coverage.open_sentences == []
    assert sum(coverage.counts.values()) == coverage.total


@pytest.mark.parametrize(
    "address", ["/packs", "/clauses", "/clauses/srdi", "/readings", "/document", "/clauses/srdi/schema"]
)
def test_what_has_not_changed_is_not_sent_twice(get: Any, address: str) -> None:
    first = get(address)
    assert "no-cache" in first["Cache-Control"]
    again = get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert get(f"{address}?x=1")["ETag"] != first["ETag"]


def test_head_is_answered_as_get_without_the_body(loaded: str, client: Client) -> None:
    response = client.head("/api/v1/clauses")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) > 1000
