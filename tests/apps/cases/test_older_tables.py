"""旧表升级：cases written before a column was there get what it would have been."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.replaying import compare_row
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.policy.services import load_packs
from tests.apps.cases.stories import (
    AT,
    AUDITOR,
    CLEAN,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
    register_firm,
)


@pytest.mark.django_db(transaction=True)
def test_cases_of_an_older_version_are_brought_up_to_date() -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    draft = a_claim({}, year=2021)
    lowered = approved(handed_in(a_claim({an_invoice(18_640_000): 18_640_000})), OFFICER, CLERK)
    amounts = {"province": 0, "city": 4_000_000, "district": 800_000}
    deciding.approve(press(lowered, OFFICER), credit=CLEAN, amounts=amounts, lowered_because="有一笔不是服务费")
    line = an_invoice(9_000_000, "23352000000004812078")
    decided = approved(handed_in(a_claim({line: 9_000_000}, fee="90000", year=2022)), OFFICER, CLERK, OFFICER, HEAD)
    before = dict(Case.objects.values_list("number", "told_amounts"))
    assert before[lowered] != amounts
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("cases")
    MigrationExecutor(connection).migrate([("cases", "0004_recognition_lists")])
    MigrationExecutor(connection).migrate(newest)
    assert dict(Case.objects.values_list("number", "told_amounts")) == before
    for number in (draft, lowered, decided):
        assert compare_row(number, AUDITOR) == ()
