"""名下的东西和联系人：企业自己填，镇街代填要写谁同意；隐去的要写理由才看得到。"""

from datetime import date

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties.errors import NoSuchEnterprise, NotInRegister
from luoqiao.apps.parties.queries import list_contacts, list_holdings
from luoqiao.apps.parties.services import (
    ContactFields,
    end_contact,
    keep_contact,
    keep_holding,
    retire_holding,
    unmask_contact,
)
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.duty import NotYourDuty
from luoqiao.core.parties.holding import HoldingKind
from tests.apps.parties.people import AGENT, AT, AUDITOR, CLERK, LEADER, OFFICER, ON, OTHER, USCC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation", "firm")]
OTHER_AGENT = Actor(14, "别家会计", (Post(Role.ENTERPRISE_AGENT, OTHER),))
MACHINE = {"name": "五轴加工中心", "maker": "示例机床", "serial_number": "SN-1", "numerically_controlled": "yes"}


@pytest.fixture
def firm(registered) -> None:
    registered()


def test_a_firm_enters_its_workshop_line_and_machine() -> None:
    keep_holding(USCC, HoldingKind.WORKSHOP, {"name": "注塑车间"}, actor=AGENT, at=AT)
    keep_holding(USCC, HoldingKind.LINE, {"name": "2 号线", "workshop": "注塑车间", "digital": "是"}, actor=AGENT, at=AT)
    keep_holding(USCC, HoldingKind.EQUIPMENT, MACHINE | {"line": "2 号线", "acquired_on": "2022/5/1"}, actor=AGENT, at=AT)
    line, machine = list_holdings(USCC, HoldingKind.LINE)[0], list_holdings(USCC, HoldingKind.EQUIPMENT)[0]
    assert (line.fields["workshop"], line.fields["digital"], line.assisted) == ("注塑车间", "是", False)
    assert (machine.fields["line"], machine.fields["acquired_on"], machine.fields["networked"]) == ("2 号线", "2022-05-01", "")


def test_a_clerk_fills_in_with_the_consent_of_the_firm() -> None:
    with pytest.raises(Invalid, match="谁同意"):
        keep_holding(USCC, HoldingKind.LINE, {"name": "1 号线"}, actor=CLERK, at=AT)
    keep_holding(USCC, HoldingKind.LINE, {"name": "1 号线"}, actor=CLERK, at=AT, consent="陈厂长")
    line = list_holdings(USCC, HoldingKind.LINE)[0]
    assert (line.assisted, line.consent, line.entered_by) == (True, "陈厂长", "王小镇")


def test_a_correction_writes_only_what_changed_and_the_same_again_nothing() -> None:
    row = keep_holding(USCC, HoldingKind.WORKSHOP, {"name": "一车间"}, actor=AGENT, at=AT)
    for _ in range(2):
        keep_holding(USCC, HoldingKind.WORKSHOP, {"name": "一车间", "address": "东区"}, actor=AGENT, at=AT, row=row)
    entries = [entry.detail for entry in list_entries(f"enterprise:{USCC}") if entry.action == "workshop.kept"]
    assert [entry.get("address") for entry in entries] == [None, "东区"]


def test_the_same_machine_is_entered_once_and_elsewhere_it_is_shown(registered) -> None:
    keep_holding(USCC, HoldingKind.EQUIPMENT, MACHINE, actor=AGENT, at=AT)
    with pytest.raises(Invalid, match="出厂编号"):
        keep_holding(USCC, HoldingKind.EQUIPMENT, MACHINE | {"name": "另一台"}, actor=AGENT, at=AT)
    registered(OTHER, "别家有限公司")
    keep_holding(OTHER, HoldingKind.EQUIPMENT, MACHINE, actor=OTHER_AGENT, at=AT)
    assert list_holdings(USCC, HoldingKind.EQUIPMENT)[0].elsewhere == ("别家有限公司",)


def test_nobody_touches_what_is_another_firms(registered) -> None:
    row = keep_holding(USCC, HoldingKind.LINE, {"name": "1 号线"}, actor=AGENT, at=AT)
    registered(OTHER, "别家有限公司")
    with pytest.raises(NoSuchEnterprise):
        keep_holding(USCC, HoldingKind.LINE, {"name": "x"}, actor=OTHER_AGENT, at=AT)
    with pytest.raises(NotInRegister):
        keep_holding(OTHER, HoldingKind.LINE, {"name": "x"}, actor=OTHER_AGENT, at=AT, row=row)
    with pytest.raises(Invalid, match="没有车间"):
        keep_holding(OTHER, HoldingKind.LINE, {"name": "x", "workshop": str(row)}, actor=OTHER_AGENT, at=AT)
    with pytest.raises(NotYourDuty):
        keep_holding(USCC, HoldingKind.LINE, {"name": "x"}, actor=AUDITOR, at=AT, consent="x")


def test_what_is_gone_stays_on_record() -> None:
    row = keep_holding(USCC, HoldingKind.LINE, {"name": "1 号线"}, actor=AGENT, at=AT)
    retire_holding(USCC, HoldingKind.LINE, row, on=ON, actor=AGENT, at=AT)
    assert list_holdings(USCC, HoldingKind.LINE) == ()
    assert list_holdings(USCC, HoldingKind.LINE, with_retired=True)[0].retired_on == ON


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x", "digital": "也许"}, "digital"), ({"name": "长" * 101}, "name"),
        ({"name": "x", "workshop": "没有的"}, "workshop"),
    ],
)  # fmt: skip
def test_bad_fields_are_named(given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_holding(USCC, HoldingKind.LINE, given, actor=AGENT, at=AT)
    assert [problem.field for problem in refused.value.problems] == [field]


# -- contacts ------------------------------------------------------------------------------------------------


def test_a_contact_is_masked_and_seen_whole_with_a_reason_on_record() -> None:
    contact = keep_contact(USCC, ContactFields("陈会计", "138 0000 1234", "财务"), actor=AGENT, at=AT)
    assert [(one.name, one.phone) for one in list_contacts(USCC)] == [("陈**", "138****1234")]
    with pytest.raises(Invalid, match="为什么"):
        unmask_contact(contact, reason="", actor=CLERK, at=AT)
    whole = unmask_contact(contact, reason="电话核对补正材料", actor=CLERK, at=AT)
    assert (whole.name, whole.phone) == ("陈会计", "13800001234")
    entry = list_entries(f"enterprise:{USCC}")[-1]
    assert (entry.action, entry.reason) == ("data.unmasked", "电话核对补正材料")
    assert "13800001234" not in str(list_entries(f"enterprise:{USCC}"))


def test_a_leader_sees_no_whole_phone_and_a_stranger_no_contact() -> None:
    contact = keep_contact(USCC, ContactFields("陈会计", "0595-22001234"), actor=OFFICER, at=AT)
    with pytest.raises(NotYourDuty):
        unmask_contact(contact, reason="走访前看一看", actor=LEADER, at=AT)
    with pytest.raises(NotInRegister):
        unmask_contact(contact, reason="走访前看一看", actor=OTHER_AGENT, at=AT)


def test_the_same_contact_again_is_the_same_and_an_ended_one_is_gone() -> None:
    one, other = (keep_contact(USCC, ContactFields("陈会计", "13800001234"), actor=AGENT, at=AT) for _ in range(2))
    assert one == other
    end_contact(one, on=date(2023, 3, 2), actor=AGENT, at=AT)
    assert list_contacts(USCC) == ()


@pytest.mark.parametrize("phone", ["", "12345", "abc12345678", "1" * 31])
def test_a_phone_that_is_none_is_refused(phone: str) -> None:
    with pytest.raises(Invalid, match="手机号或带区号"):
        keep_contact(USCC, ContactFields("陈", phone), actor=AGENT, at=AT)
