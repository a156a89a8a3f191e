"""收款账户：两个人、冷静期、旧账户用到新账户启用那天；数据库自己也拦。"""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties.errors import AccountNotOpen, AccountPending, NotInRegister, SamePerson, TooSoon
from luoqiao.apps.parties.models import BankAccount
from luoqiao.apps.parties.queries import find_usable_account
from luoqiao.apps.parties.services import (
    ProposedAccount,
    confirm_account,
    propose_account,
    refuse_account,
    withdraw_account,
)
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.account import AccountState, AccountView
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.duty import NotYourDuty
from tests.apps.parties.people import AGENT, AT, CLERK, FINANCE, OFFICER, ON, OTHER, USCC

NAME = "泉州示例机械有限公司"
USABLE = date(2023, 3, 7)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registered_firm")]


@pytest.fixture
def registered_firm(registered) -> None:
    registered()


def proposed(number: str = "3505 0166 1234 5678", key: UUID | None = None, **told: str) -> AccountView:
    account = ProposedAccount("建设银行", NAME, number, **told)  # type: ignore[arg-type]
    return propose_account(USCC, account, key=key or uuid4(), actor=AGENT, at=AT)


def confirmed(account: AccountView, usable_from: date = USABLE, on: date = ON) -> AccountView:
    return confirm_account(account.id, actor=OFFICER, at=AT, on=on, usable_from=usable_from)


def test_an_account_is_usable_from_the_end_of_its_cooling_period() -> None:
    confirmed(proposed())
    assert find_usable_account(USCC, date(2023, 3, 6)) is None
    found = find_usable_account(USCC, USABLE)
    assert found is not None
    assert found.number == "3505016612345678"


def test_the_old_account_serves_until_the_new_one_does() -> None:
    confirmed(proposed())
    confirmed(proposed("350501669999"), date(2023, 6, 8), date(2023, 6, 1))
    numbers = [getattr(find_usable_account(USCC, day), "number", "") for day in (date(2023, 6, 7), date(2023, 6, 8))]
    assert numbers == ["3505016612345678", "350501669999"]


def test_one_replaced_before_its_day_never_serves() -> None:
    first = confirmed(proposed())
    confirmed(proposed("350501669999"))
    assert BankAccount.objects.get(pk=first.id).state == AccountState.REPLACED.value
    assert getattr(find_usable_account(USCC, USABLE), "number", "") == "350501669999"


def test_who_proposes_does_not_confirm_and_no_deputy_of_his_does() -> None:
    account = proposed()
    official_too = Actor(AGENT.user, AGENT.name, OFFICER.posts)
    deputy = Actor(55, "代办人", (Post(Role.OFFICER, "industry_information", AGENT.user, AGENT.name),))
    for person in (official_too, deputy):
        with pytest.raises(SamePerson):
            confirm_account(account.id, actor=person, at=AT, on=ON, usable_from=USABLE)
    assert BankAccount.objects.get().state == AccountState.PROPOSED.value


def test_the_database_refuses_one_person_on_both_sides() -> None:
    account = proposed()
    with pytest.raises(IntegrityError, match="parties_account_four_eyes"), transaction.atomic():
        BankAccount.objects.filter(pk=account.id).update(confirmed_by=AGENT.user)


def test_the_database_refuses_two_usable_accounts_on_one_day() -> None:
    first = confirmed(proposed())
    row = BankAccount.objects.get(pk=first.id)
    row.pk, row.key = None, uuid4()
    with pytest.raises(IntegrityError, match="parties_one_account_subsidy"), transaction.atomic():
        row.save()


def test_too_short_a_cooling_period_is_refused() -> None:
    account = proposed()
    with pytest.raises(TooSoon):
        confirmed(account, date(2023, 3, 4))


def test_the_same_form_twice_proposes_once() -> None:
    key = uuid4()
    assert proposed(key=key).id == proposed(key=key).id
    assert BankAccount.objects.count() == 1


def test_a_second_proposal_waits_for_the_first() -> None:
    proposed()
    with pytest.raises(AccountPending, match="5678"):
        proposed("350501669999")


def test_what_is_closed_is_not_confirmed() -> None:
    account = proposed()
    withdraw_account(account.id, actor=AGENT, at=AT)
    with pytest.raises(AccountNotOpen, match="已撤回"):
        confirmed(account)
    again = proposed("350501669999")
    refused = refuse_account(again.id, reason="户名与营业执照不符", actor=FINANCE, at=AT)
    assert (refused.state, refused.refused_because) == (AccountState.REFUSED, "户名与营业执照不符")


def test_only_those_whose_duty_it_is() -> None:
    account = proposed()
    with pytest.raises(NotYourDuty):
        confirm_account(account.id, actor=CLERK, at=AT, on=ON, usable_from=USABLE)
    stranger = Actor(44, "别家", (Post(Role.ENTERPRISE_AGENT, OTHER),))
    with pytest.raises(NotInRegister):
        withdraw_account(account.id, actor=stranger, at=AT)


@pytest.mark.parametrize(
    ("told", "field"), [({"number": "12ab"}, "number"), ({"bank": " "}, "bank"), ({"holder": "别人"}, "holder")]
)
def test_bad_fields_are_named(told: dict[str, str], field: str) -> None:
    account = ProposedAccount(**({"bank": "建行", "holder": NAME, "number": "350501661234"} | told))  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        propose_account(USCC, account, key=uuid4(), actor=AGENT, at=AT)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_audit_never_has_the_whole_number() -> None:
    confirmed(proposed())
    entries = [entry for entry in list_entries(f"enterprise:{USCC}") if entry.action.startswith("account.")]
    assert [entry.action for entry in entries] == ["account.proposed", "account.confirmed"]
    assert "3505016612345678" not in str(entries)
