"""发消息: kept with the deed or not at all, told once, seen by those it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from luoqiao.apps.outbox import services
from luoqiao.apps.outbox.errors import UnknownMessage
from luoqiao.apps.outbox.models import Addressee, Message
from luoqiao.apps.outbox.queries import count_unread, list_about, list_messages, list_muted
from luoqiao.apps.outbox.services import NotInTransaction, choose_mail, mark_all_read, mark_read, post
from luoqiao.apps.outbox.wordings import keep_wordings
from luoqiao.core.messages.kind import Group, Kind
from luoqiao.core.messages.notice import Notice, WrongNotice, desk, person
from luoqiao.core.messages.wording import Wording
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from tests.apps.outbox.outbox_builder import AT, SUBMITTED, a_notice, an_account, an_officer

pytestmark = pytest.mark.django_db


def _post(*notices: Notice, actor: Actor = SYSTEM) -> None:
    with transaction.atomic():
        post(at=AT, actor=actor, notices=notices)


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        post(at=AT, actor=SYSTEM, notices=(SUBMITTED,))
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_undone_leaves_neither_message_nor_job() -> None:
    jobs = ProcrastinateJob.objects.filter(task_name=services.DELIVER_TASK)
    before = jobs.count()
    with transaction.atomic():
        post(at=AT, actor=SYSTEM, notices=(SUBMITTED,))
        assert jobs.count() == before + 1
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert jobs.count() == before


def test_one_event_is_told_once_however_often_it_is_posted() -> None:
    jobs = ProcrastinateJob.objects.filter(task_name=services.DELIVER_TASK)
    before = jobs.count()
    _post(SUBMITTED, SUBMITTED)
    _post(SUBMITTED, a_notice())
    assert Message.objects.count() == 2
    assert Addressee.objects.count() == 2
    assert jobs.count() == before + 2
    _post(SUBMITTED)
    assert jobs.count() == before + 2, "nothing new, nothing to do"


def test_the_words_come_from_the_template() -> None:
    _post(SUBMITTED)
    (told,) = list_messages(an_officer())
    assert told.subject == "洛江示范机械有限公司提交了“上云上平台补助”（LQ-2023-0417）"
    assert told.body == "洛江示范机械有限公司提交了“上云上平台补助”的申报，案号 LQ-2023-0417。"
    assert (told.link, told.about, told.unread) == ("/cases/LQ-2023-0417/", "case:LQ-2023-0417", True)


def test_values_that_do_not_fit_the_kind_are_a_fault_and_nothing_is_kept() -> None:
    with pytest.raises(WrongNotice, match="deadline is missing"):
        _post(a_notice(), a_notice(values={"case_number": "1", "matter": "", "enterprise": "甲"}))
    assert not Message.objects.exists()


def test_a_pack_may_bring_its_own_words() -> None:
    other = Wording(Kind.SUBMITTED, "{企业}来件", "{案号}{事项}")
    with transaction.atomic():
        keep_wordings((("later", {}), ("earlier", {Kind.SUBMITTED: other})))
    _post(SUBMITTED, replace(SUBMITTED, key="2", pack="earlier"), replace(SUBMITTED, key="3", pack="later"))
    assert [told.subject[-2:] for told in list_about("case:LQ-2023-0417")] == ["7）", "来件", "7）"]
    with transaction.atomic():
        keep_wordings((("earlier", {Kind.SUBMITTED: other}),))
    _post(replace(SUBMITTED, key="4"))
    assert list_about("case:LQ-2023-0417")[-1].subject == "洛江示范机械有限公司来件"


def test_a_desk_message_is_for_whoever_works_there_and_read_by_each_alone() -> None:
    one, other, stranger = an_officer("林晓"), an_officer("陈明"), an_account("外人")
    _post(a_notice())
    assert (count_unread(one), count_unread(other), count_unread(stranger)) == (1, 1, 0)
    (told,) = list_messages(one)
    assert mark_read(identifier=told.identifier, actor=one, at=AT) == "/cases/LQ-2023-0417/"
    assert (count_unread(one), count_unread(other)) == (0, 1)
    assert not list_messages(one)[0].unread
    with pytest.raises(UnknownMessage):
        mark_read(identifier=told.identifier, actor=stranger, at=AT)
    successor = Actor(stranger.user, stranger.name, one.posts)
    assert count_unread(successor) == 1, "from the day the post is held"


def test_a_message_reaches_one_person_once_by_however_many_ways() -> None:
    officer = an_officer()
    head = replace(officer, posts=(*officer.posts, Post(Role.UNIT_HEAD, "industry_information")))
    _post(a_notice(person(officer.user), desk(head.desks[0]), desk(head.desks[1]), person(officer.user)))
    assert len(list_messages(head)) == count_unread(head) == 1
    mark_read(identifier=list_messages(head)[0].identifier, actor=head, at=AT)
    assert count_unread(head) == 0
    assert count_unread(replace(head, posts=())) == 0


def test_unread_is_counted_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = an_officer()
    _post(a_notice(), a_notice(person(officer.user)), a_notice(person(officer.user)))
    with django_assert_num_queries(1):
        assert count_unread(officer) == 3
    assert mark_all_read(actor=officer, at=AT) == 3
    assert mark_all_read(actor=officer, at=AT + timedelta(1)) == 0
    assert count_unread(officer) == 0


def test_the_list_turns_pages_and_can_be_narrowed() -> None:
    officer = an_officer()
    late = {**SUBMITTED.values, "step": "初审", "deadline": "2023-03-08", "days_over": "2"}
    _post(*(a_notice() for _ in range(5)), a_notice(kind=Kind.OVERDUE, values=late))
    first = list_messages(officer, most=4)
    second = list_messages(officer, most=4, before=first[-1].number)
    assert [len(first), len(second)] == [4, 2]
    assert sorted({told.number for told in first + second}, reverse=True) == [told.number for told in first + second]
    assert [told.kind for told in list_messages(officer, group=Group.DEADLINE)] == [Kind.OVERDUE]
    mark_read(identifier=first[0].identifier, actor=officer, at=AT)
    assert len(list_messages(officer, unread=True)) == 5


def test_mail_is_chosen_by_kind() -> None:
    officer = an_officer()
    assert list_muted(officer) == frozenset()
    choose_mail(actor=officer, wanted=set(Kind) - {Kind.DUE_SOON})
    choose_mail(actor=officer, wanted=set(Kind) - {Kind.SUBMITTED})
    assert list_muted(officer) == {Kind.SUBMITTED}
