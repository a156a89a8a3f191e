"""GET /clauses/{clause}: what was proved of the clause stands with its data, in the form that is described."""

from typing import Any

import pytest
from django.test import Client

from luoqiao.interfaces.api import schemas_pack as s


@pytest.fixture
def get(loaded: str, client: Client) -> Any:
    """Get an address below /api/v1."""
    return lambda address, **headers: client.get(f"/api/v1{address}", **headers)


def test_the_proofs_of_a_clause(get: Any) -> None:
    clause = s.ClauseDetailOut.model_validate(get("/clauses/cloud_adoption").json())
    assert clause.proofs is not None
    assert clause.proofs.current
    by_sentence = {one.sentence: one for one in clause.proofs.proofs}
    most = by_sentence["合计最多 120,000.00 元，没有哪个案子能超过"]
    assert most.verdict == "proved"
    assert most.witness is not None
    assert most.witness.facts == {"annual_service_fee": "333333.32"}


def test_a_witness_is_answered_as_it_says(get: Any, client: Client) -> None:
    for proof in get("/clauses/srdi").json()["proofs"]["proofs"]:
        if proof["kind"] == "range":
            body = {"facts": proof["witness"]["facts"]}
            answer = client.post("/api/v1/clauses/srdi/calculate", body, content_type="application/json").json()
            assert answer["shares"] == proof["witness"]["shares"]
