"""重复享受查找：what stands behind two cases is found with both sides, honest cases give nothing, and scope is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import Case, CaseDocument
from luoqiao.apps.cases.queries.double_funding import Hit, HitKind, Strength, find_doubles, find_hits_of
from luoqiao.apps.evidence.models import Document
from luoqiao.apps.parties.models import BankAccount, Contact, Enterprise, KeyEquipment
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.stories import (
    AGENT,
    AT,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    a_claim,
    an_invoice,
    handed_in,
)

pytestmark = pytest.mark.usefixtures("firms")
AUDITOR = Actor(81, "刘清和", (Post(Role.AUDITOR),))


def hits(kind: HitKind | None = None, case: str = "") -> tuple[Hit, ...]:
    return find_doubles(AUDITOR, kind=kind, case=case)


def two_cases(*, same_papers: bool = False) -> tuple[str, str]:
    """A claim of each of the two enterprises, with invoices of their own."""
    found = []
    for agent, uscc, invoice in ((AGENT, MINE, "23352000000004812077"), (OTHER_AGENT, OTHERS, "23352000000004812099")):
        line = an_invoice(10_000_000, invoice, agent, uscc, uscc)
        found.append(handed_in(a_claim({line: 10_000_000}, fee="100000", agent=agent, uscc=uscc), agent))
    if not same_papers:
        CaseDocument.objects.all().delete()
    return found[0], found[1]


def test_honest_cases_give_nothing() -> None:
    two_cases()
    assert hits() == ()


def test_one_invoice_behind_two_cases_is_found_with_what_each_used() -> None:
    line = an_invoice(20_000_000, "23352000000004812077", AGENT)
    numbers = [
        handed_in(a_claim({line: 10_000_000}, fee="100000", year=year, at=AT + timedelta(hours=year - 2020)), AGENT,
                  AT + timedelta(hours=year - 2010))
        for year in (2022, 2023)
    ]  # fmt: skip
    CaseDocument.objects.all().delete()
    (found,) = hits(HitKind.INVOICE)
    assert {side.case for side in found.sides} == set(numbers)
    assert all("100,000.00 元" in side.said for side in found.sides)
    assert hits(case=numbers[0]) == (found,)
    assert hits(case="LQ-2023-9999") == ()


def test_the_same_bytes_in_cases_of_two_enterprises_are_found() -> None:
    one, other = two_cases()
    for number, uscc, digest in ((one, MINE, "a" * 64), (other, OTHERS, "a" * 64), (one, MINE, "b" * 64)):
        document = Document.objects.create(
            sha256=digest, sm3="c" * 64, size=1, kind="pdf", original_name="合同.pdf", title="合同", category="contract",
            enterprise_id=Enterprise.objects.get(uscc=uscc).pk, uploaded_by=1, uploaded_name="甲", uploaded_at=AT,
        )  # fmt: skip
        CaseDocument.objects.create(
            case=Case.objects.get(number=number), document=document.pk, requirement="合同", added_at=AT, added_by="甲"
        )
    (found,) = hits(HitKind.DOCUMENT)
    assert (found.strength, found.many) == (Strength.LOOK, 2)


def test_one_project_name_in_two_enterprises_is_found() -> None:
    one, other = two_cases()
    Case.objects.filter(number=one).update(subject="年产 25 万双鞋技改")
    Case.objects.filter(number=other).update(subject="年产25万双鞋技改")
    (found,) = hits()
    assert (found.kind, found.strength) == (HitKind.PROJECT, Strength.LOOK)


@pytest.mark.parametrize("kind", [HitKind.ACCOUNT, HitKind.EQUIPMENT, HitKind.PHONE, HitKind.ADDRESS])
def test_enterprises_that_share_something_are_found(kind: HitKind) -> None:
    two_cases()
    for place, firm in enumerate(Enterprise.objects.filter(uscc__in=(MINE, OTHERS)), 1):
        match kind:
            case HitKind.ACCOUNT:
                BankAccount.objects.create(
                    enterprise=firm, purpose="subsidy", bank="建设银行", holder=firm.name, number="350501660000",
                    state="confirmed", key=uuid4(), proposed_by=place, proposed_by_name="甲", proposed_at=AT, confirmed_by=9,
                    confirmed_by_name="乙", confirmed_at=AT, usable_from=AT.date(),
                )  # fmt: skip
            case HitKind.EQUIPMENT:
                KeyEquipment.objects.create(
                    enterprise=firm, name="注塑机", maker="海天", serial_number="SL123456", entered_by=1, entered_at=AT,
                )
            case HitKind.PHONE:
                Contact.objects.create(enterprise=firm, name="林", phone="13850761234")
            case _:
                Enterprise.objects.filter(pk=firm.pk).update(address="双阳街道科技路 1 号")
    (found,) = hits()
    assert found.kind is kind
    assert {side.uscc for side in found.sides} == {MINE, OTHERS}
    assert "13850761234" not in found.shared
    assert "350501660000" not in found.shared
    assert found.strength is (Strength.LOOK if kind in (HitKind.ACCOUNT, HitKind.EQUIPMENT) else Strength.HINT)


def test_a_refused_case_and_one_out_of_scope_are_no_side() -> None:
    one, other = two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改")
    assert find_doubles(AGENT) == ()
    Case.objects.filter(number=other).update(ending="rejected")
    assert hits() == ()
    assert one


def test_what_the_reader_may_not_see_is_counted_and_nothing_else() -> None:
    one, other = two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改")
    Case.objects.filter(number=other).update(units=["commerce"])
    (found,) = find_doubles(OFFICER)
    assert [side.case for side in found.sides] == [one]
    assert (found.many, found.hidden, found.strength) == (2, 1, Strength.LOOK)
    assert find_hits_of(other, OFFICER) == ()
    Case.objects.filter(number=other).update(sealed=True)
    assert find_doubles(OFFICER) == ()


def test_parts_of_one_invoice_under_one_clause_are_blocked_and_under_two_clauses_to_look_at() -> None:
    line = an_invoice(20_000_000, "23352000000004812077", AGENT)
    one, _ = [
        handed_in(a_claim({line: 10_000_000}, fee="100000", year=year, at=AT + timedelta(hours=year - 2020)), AGENT,
                  AT + timedelta(hours=year - 2010))
        for year in (2022, 2023)
    ]  # fmt: skip
    assert [hit.strength for hit in hits(HitKind.INVOICE)] == [Strength.BLOCKED]
    Case.objects.filter(number=one).update(clause="digital_workshop")
    assert [hit.strength for hit in hits(HitKind.INVOICE)] == [Strength.LOOK]


def test_a_year_keeps_the_hits_with_a_side_in_it() -> None:
    one, _ = two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改", year=2023)
    Case.objects.filter(number=one).update(year=2022)
    assert len(find_doubles(AUDITOR, year=2022)) == len(find_doubles(AUDITOR, year=2023)) == 1
    assert find_doubles(AUDITOR, year=2021) == ()


def test_the_hits_of_a_case_are_those_of_the_whole_search_with_that_case_first() -> None:
    one, other = two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改")
    Enterprise.objects.filter(uscc__in=(MINE, OTHERS)).update(address="双阳街道科技路 1 号")
    for firm in Enterprise.objects.filter(uscc__in=(MINE, OTHERS)):
        Contact.objects.create(enterprise=firm, name="林", phone="13850761234")
    whole = {(hit.kind, hit.shared, hit.many) for hit in hits()}
    for number in (one, other):
        found = find_hits_of(number, AUDITOR)
        assert {(hit.kind, hit.shared, hit.many) for hit in found} == whole
        assert all(hit.sides[0].case == number for hit in found)


def test_a_side_says_what_each_tier_gives() -> None:
    two_cases()
    Case.objects.update(subject="年产 25 万双鞋技改", amount=300, amounts={"district": 100, "city": 200, "province": 0})
    (found,) = hits()
    assert found.sides[0].tiers == (("市级", 200), ("区级", 100))
    assert found.total == 600
