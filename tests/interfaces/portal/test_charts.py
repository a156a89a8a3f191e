"""条款图: an address of its own, kept by the browser, and words for those who cannot see it."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from luoqiao.apps.policy.services import load_packs
from luoqiao.interfaces.portal.calculator_input import Case, judge, read_query
from luoqiao.interfaces.portal.charts import chart_of, clause_chart
from luoqiao.policies.pack import Pack


def _case(pack: Pack, name: str, query: str) -> Case:
    clause = pack.clauses[name]
    return judge(pack, clause, read_query(pack, clause, QueryDict(query)), pack.meta.in_force_until)


@pytest.fixture
def loaded(db: None) -> None:
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))


def test_every_clause_has_a_picture_and_words(pack: Pack) -> None:
    for name in pack.clauses:
        chart = chart_of(pack, _case(pack, name, ""))
        assert chart is not None
        assert chart.described.endswith("。")
        assert chart.legend
        assert chart.main.address == f"/policies/{name}/chart.svg"


def test_the_case_typed_goes_with_the_address(pack: Pack) -> None:
    chart = chart_of(pack, _case(pack, "cloud_adoption", "annual_service_fee=186400&X-12=B&_x=1"))
    assert chart is not None
    assert chart.main.address == "/policies/cloud_adoption/chart.svg?X-12=B&annual_service_fee=186400"
    assert [(form.media, form.address.partition("186400")[2]) for form in chart.others] == [
        ("(max-width: 640px) and (prefers-color-scheme: dark)", "&_size=narrow&_theme=dark"),
        ("(max-width: 640px)", "&_size=narrow"),
        ("(prefers-color-scheme: dark)", "&_theme=dark"),
    ]
    assert chart.title == "金额随年度服务费变化"


def test_outside_the_period_there_is_no_picture(pack: Pack) -> None:
    assert chart_of(pack, _case(pack, "cloud_adoption", "on=2024-01-01")) is None


def test_the_picture_is_drawn_and_not_sent_twice(loaded: None) -> None:
    factory = RequestFactory()
    first = clause_chart(factory.get("/policies/srdi/chart.svg"), "srdi")
    assert first.status_code == 200
    assert first["Content-Type"].startswith("image/svg+xml")
    again = clause_chart(
        factory.get("/policies/srdi/chart.svg", headers={"If-None-Match": first["ETag"]}), "srdi"
    )
    assert (again.status_code, again.content) == (304, b"")  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_left_out_of_the_picture(loaded: None) -> None:
    request = RequestFactory().get(
        "/policies/cloud_adoption/chart.svg?annual_service_fee=abc&_theme=x&_size=y"
    )
    assert clause_chart(request, "cloud_adoption").status_code == 200


@pytest.mark.parametrize(("name", "query"), [("cloud_adoptoin", ""), ("cloud_adoption", "?on=2024-01-01")])
def test_no_picture_is_said_so(loaded: None, name: str, query: str) -> None:
    assert clause_chart(RequestFactory().get(f"/policies/{name}/chart.svg{query}"), name).status_code == 404
