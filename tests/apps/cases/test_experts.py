"""专家评审：asked, declared, scored blind and closed, on a real database; every refusal leaves nothing behind."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from luoqiao.apps.accounts.models import PostHeld
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import (
    Case,
    CaseEvent,
    ExpertAssignment,
    ExpertDeclaration,
    ExpertRelease,
    ExpertSheet,
    Snapshot,
    Todo,
)
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.document_uses import reviews_of_document
from luoqiao.apps.cases.queries.expert_rounds import get_scoring, list_people_to_ask
from luoqiao.apps.cases.queries.my_reviews import get_my_review, list_my_reviews
from luoqiao.apps.cases.queries.replaying import NoSuchSnapshot, compare_row, get_snapshot, replay_case
from luoqiao.apps.cases.services import deciding, experts, scoring
from luoqiao.apps.outbox.models import Addressee, Message
from luoqiao.apps.parties.models import Contact
from luoqiao.core.cases.expert_deeds import (
    CannotAssign,
    CannotRelease,
    NobodyChosen,
    NotDeclared,
    NotReadyToClose,
    StoodDown,
)
from luoqiao.core.cases.expert_round import ExpertState
from luoqiao.core.cases.refusals import FourEyes, KeyUsedForAnother, NoSuchCase, NotAtThisStep, NotYourDuty
from luoqiao.core.cases.scoring import BadScores
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from tests.apps.accounts.account_builder import LONG_AGO, an_actor
from tests.apps.cases.scoring_stories import (
    SHEET,
    accounts_begin_high,
    asked,
    at_scoring,
    closed,
    declared,
    gave,
    in_round,
    scored,
    some_experts,
)
from tests.apps.cases.stories import (
    AGENT,
    AT,
    AUDITOR,
    CLERK,
    COMMERCE,
    HEAD,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    SECOND_OFFICER,
    approved,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
LEADER = Actor(71, "区领导", (Post(Role.LEADER),))


@pytest.fixture(autouse=True)
def _high_numbers(firms: None) -> None:
    accounts_begin_high()


def told(kind: str) -> list[tuple[str, int | None, str]]:
    rows = Addressee.objects.filter(message__kind=kind).order_by("pk")
    return list(rows.values_list("message__subject", "user_id", "desk"))


def count_waiting(actor: Actor) -> int:
    return sum(one.waiting for one in list_my_reviews(actor))


def everything() -> tuple[int, ...]:
    tables = (ExpertAssignment, ExpertDeclaration, ExpertSheet, ExpertRelease, CaseEvent, Message)
    return tuple(one.objects.count() for one in tables)


def test_a_round_from_asking_to_the_average() -> None:
    number, (li, huang, lin, zhou) = at_scoring(), some_experts()
    asked(number, li, huang, lin)
    assert told("reviewer_assigned")[0] == (f"请评审“数字化车间认定”（{number}），不迟于 2023-06-27", li.user, "")
    scoring.declare(in_round(number, lin), conflict=True, reason="师生")
    assert told("reviewer_stood_down") == [
        (f"林予安回避：泉州示例机械有限公司“数字化车间认定”（{number}）", None, "officer@industry_information")
    ]
    asked(number, zhou)
    declared(number, li, huang, zhou)
    gave(number, li, 80)
    gave(number, huang, 70)
    with pytest.raises(NotReadyToClose, match="周文澜还没有打分"):
        closed(number)
    assert told("scores_complete") == []
    gave(number, zhou, 61)
    assert len(told("scores_complete")) == 1
    closed(number, SECOND_OFFICER)
    file = get_case_file(number, OFFICER)
    assert (file.row.step, file.state.score.average, file.state.score.count, file.state.score.passed) == ("review", 7033, 3, True)
    assert file.history[-1].post == "officer@industry_information"
    assert compare_row(number, AUDITOR) == ()
    assert replay_case(number, AUDITOR)[-1].state == file.state
    (one,) = get_scoring(number, AUDITOR).closed
    assert [sheet.sheet.total for sheet in one.sheets] == [80, 70, 61]
    assert one.others == (("林予安", "已回避", "师生"),)
    assert one.recomputed.value == 7033
    approved(number, OFFICER, HEAD)


def test_before_closing_nobody_but_the_expert_is_given_a_mark() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80, 47)
    for reader in (OFFICER, HEAD, AUDITOR, SYSTEM):
        found = get_scoring(number, reader)
        assert found.closed == ()
        assert found.running is not None
        assert [one.state for one in found.running.experts] == [ExpertState.SCORED] * 2
        assert all(one.sheet is None for one in found.running.experts)
    assert get_my_review(number, people[0]).sheet.total == 80  # type: ignore[union-attr]
    assert get_my_review(number, people[1]).sheet.total == 47  # type: ignore[union-attr]
    kept = [json.dumps(one.values, ensure_ascii=False) for one in CaseEvent.objects.filter(case__number=number)]
    audit = [json.dumps(dict(one.detail), ensure_ascii=False) for one in list_entries(f"case:{number}")]
    messages = list(Message.objects.values_list("body", flat=True))
    for text in (*kept, *audit, *messages):
        assert "总评" not in text
        assert "47" not in text.replace(number, "")


def test_after_closing_each_expert_sees_the_average_and_the_own_sheet_only() -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 80, 47, 55))
    mine = get_my_review(number, people[1])
    assert (mine.row.average, mine.row.passed, mine.sheet.total, mine.papers) == (6067, True, 47, None)  # type: ignore[union-attr]
    assert "80" not in repr(mine.sheet)
    with pytest.raises(NoSuchCase):
        get_my_review(number, people[3])
    for reader in people[:2]:
        with pytest.raises(NoSuchCase):
            get_scoring(number, reader)


@pytest.mark.parametrize("reader", [CLERK, COMMERCE, AGENT, LEADER])
def test_others_are_not_told_of_experts_nor_given_their_sheets(reader: Actor) -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 80, 47, 55))
    event = CaseEvent.objects.get(case__number=number, kind="scoring_closed")
    with pytest.raises(NoSuchCase):
        get_scoring(number, reader)
    with pytest.raises((NoSuchSnapshot, NoSuchCase)):
        get_snapshot(number, event.values["snapshot"], reader)
    assert get_snapshot(number, event.values["snapshot"], AUDITOR).intact


def test_the_applicant_is_told_the_average_and_whether_it_passed() -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 30, 40, 50))
    file = get_case_file(number, AGENT)
    score = file.state.score
    assert score is not None
    assert (score.average, score.passed, score.count, score.snapshot, score.experts) == (4000, False, 0, "", ())
    assert not any(name in repr((file.state, file.history)) for name in ("李思齐", "黄明远", "林予安"))


def test_papers_open_with_the_declaration_and_close_with_the_round() -> None:
    number, (li, huang, lin, zhou) = at_scoring(), some_experts()
    asked(number, li, huang, lin)
    mine = get_my_review(number, li)
    assert mine.papers is None
    assert (mine.row.enterprise_name, mine.row.subject, mine.row.state) == ("泉州示例机械有限公司", "装配车间", ExpertState.ASKED)
    assert [bool(reviews_of_document(1, one)) for one in (li, zhou, AGENT)] == [False, False, False]
    declared(number, li, huang)
    papers = get_my_review(number, li).papers
    assert papers is not None
    assert ("车间名称", "装配车间") in [(line.label, line.value) for line in papers.form]
    assert [one.requirement for one in papers.documents] == ["设备清单"]
    assert [bool(reviews_of_document(1, one)) for one in (li, huang, lin)] == [True, True, False]
    assert not reviews_of_document(2, li)
    scoring.declare(in_round(number, huang), conflict=True, reason="曾任顾问")
    assert not reviews_of_document(1, huang)
    experts.release_expert(in_round(number, OFFICER), user=li.user, reason="出差")
    assert get_my_review(number, li).papers is None
    assert not reviews_of_document(1, li)


def test_a_closed_round_shuts_the_papers() -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 80, 47, 55))
    assert not reviews_of_document(1, people[0])
    with pytest.raises(NotAtThisStep):
        gave(number, people[0])


def test_who_lost_the_post_sees_nothing_more() -> None:
    number, people = at_scoring(), some_experts()
    asked(number, people[0])
    bare = Actor(people[0].user, people[0].name, ())
    assert list_my_reviews(bare) == ()
    with pytest.raises(NoSuchCase):
        get_my_review(number, bare)
    with pytest.raises(NoSuchCase):
        declared(number, bare)


def test_what_is_refused_leaves_nothing_behind() -> None:
    number, (li, huang, lin, _) = at_scoring(), some_experts()
    asked(number, li)
    before = everything()
    refused = (
        (NotDeclared, lambda: gave(number, li)), (NoSuchCase, lambda: gave(number, huang)),
        (NoSuchCase, lambda: declared(number, huang)), (NotYourDuty, lambda: asked(number, huang, by=HEAD)),
        (NoSuchCase, lambda: asked(number, huang, by=COMMERCE)), (NotYourDuty, lambda: asked(number, huang, by=CLERK)),
        (NotYourDuty, lambda: asked(number, huang, by=AGENT)), (NoSuchCase, lambda: asked(number, huang, by=OTHER_AGENT)),
        (NoSuchCase, lambda: asked(number, huang, by=li)), (NobodyChosen, lambda: asked(number)),
        (CannotAssign, lambda: asked(number, huang, li)), (CannotAssign, lambda: asked(number, Actor(10**6, "谁"))),
        (NotReadyToClose, lambda: closed(number)), (NotYourDuty, lambda: closed(number, HEAD)),
        (NotYourDuty, lambda: experts.release_expert(in_round(number, HEAD), user=li.user, reason="出差")),
        (CannotAssign, lambda: experts.release_expert(in_round(number, OFFICER), user=lin.user, reason="出差")),
    )  # fmt: skip
    for refusal, deed in refused:
        with pytest.raises(refusal):
            deed()
    assert everything() == before
    declared(number, li)
    before = everything()
    with pytest.raises(BadScores):
        scoring.hand_in_scores(in_round(number, li), given={**SHEET, "data": "26"})
    assert everything() == before


def test_ties_to_the_firm_or_to_the_case_are_found() -> None:
    number = at_scoring()
    ties = {
        an_actor("e1", (Role.EXPERT, ""), (Role.ENTERPRISE_AGENT, OTHERS), name="别家经办", on=AT.date()): "",
        an_actor("e2", (Role.EXPERT, ""), (Role.OFFICER, "industry_information"), name="本局经办", on=AT.date()): "席位",
        an_actor("e3", (Role.EXPERT, ""), name="沈联系", on=AT.date()): "同名或同号",
    }
    once = an_actor("e4", (Role.EXPERT, ""), name="前经办", on=AT.date())
    PostHeld.objects.create(
        user_id=once.user, role=Role.ENTERPRISE_AGENT, place=MINE, from_on=LONG_AGO, until_on=LONG_AGO.replace(year=2021),
        granted_by="测试", granted_at=AT,
    )  # fmt: skip
    ties[once] = "曾是"
    Contact.objects.create(enterprise=Case.objects.get(number=number).enterprise, name="沈联系", phone="13800000000")
    listed, many = list_people_to_ask(number, OFFICER, AT.date())
    assert many == 4
    by_user = {one.user: one.why_not for one in listed}
    for one, why in ties.items():
        assert why in by_user[one.user]
        assert bool(by_user[one.user]) is bool(why)
        if why:
            with pytest.raises(CannotAssign):
                asked(number, one)
    assert [one.name for one in list_people_to_ask(number, OFFICER, AT.date(), "前")[0]] == ["前经办"]


def test_the_same_button_is_one_deed_and_a_key_serves_one_thing() -> None:
    number, people = at_scoring(), some_experts()
    key = uuid4()
    for _ in range(2):
        experts.assign_experts(in_round(number, OFFICER, key=key), users=[people[0].user])
    assert ExpertAssignment.objects.count() == 1
    with pytest.raises(KeyUsedForAnother):
        experts.assign_experts(in_round(number, OFFICER, key=key), users=[people[1].user])
    scoring.declare(in_round(number, people[0]), conflict=False)
    again = in_round(number, people[0])
    for _ in range(2):
        scoring.hand_in_scores(again, given=SHEET)
    assert ExpertSheet.objects.count() == 1


def test_a_sheet_is_corrected_until_the_round_is_closed_and_the_last_counts() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80, 70, 60)
    gave(number, people[0], 90)
    assert list(ExpertSheet.objects.filter(assignment__user=people[0].user).values_list("number", "total")) == [(1, 80), (2, 90)]
    closed(number)
    assert get_case_file(number, OFFICER).state.score.average == 7333  # type: ignore[union-attr]


def test_a_conflict_found_late_takes_the_own_sheet_out() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80, 70, 60, 10)
    scoring.declare(in_round(number, people[3]), conflict=True, reason="发现是亲属的企业")
    with pytest.raises(StoodDown):
        gave(number, people[3])
    closed(number)
    (one,) = get_scoring(number, OFFICER).closed
    assert (one.event.average, one.event.count, one.others[0][0]) == (7000, 3, "周文澜")


def test_who_scored_is_not_released_and_reminders_do_not_disturb_anybody() -> None:
    number, people = at_scoring(), some_experts()
    asked(number, *people[:2])
    declared(number, people[0])
    seen = in_round(number, people[0])
    deciding.supervise(press(number, LEADER), text="请抓紧")
    scoring.hand_in_scores(seen, given=SHEET)
    with pytest.raises(CannotRelease, match="打了的分不能拿掉"):
        experts.release_expert(in_round(number, OFFICER), user=people[0].user, reason="分太低")
    experts.release_expert(in_round(number, OFFICER), user=people[1].user, reason="出差")
    assert told("reviewer_released")[0][1] == people[1].user


def test_a_second_round_begins_with_nobody_and_the_first_stays_readable() -> None:
    number, people = at_scoring(), some_experts(6)
    closed(scored(number, people, 80, 70, 60))
    deciding.return_for_correction(press(number, OFFICER), items=_an_item(), resume_at="scoring")
    from luoqiao.apps.cases.services import filing

    filing.submit(number=number, actor=AGENT, at=press(number, AGENT).at, key=uuid4())
    file = get_scoring(number, OFFICER)
    assert file.running is not None
    assert (file.running.experts, len(file.closed)) == ((), 1)
    with pytest.raises(NoSuchCase):
        gave(number, people[0])
    assert get_my_review(number, people[0]).row.average == 7000
    closed(scored(number, people[2:], 50, 50, 50, 50))
    first, second = get_scoring(number, OFFICER).closed[::-1]
    assert (first.event.average, second.event.average, second.event.passed) == (7000, 5000, False)
    assert get_my_review(number, people[2]).row.average == 5000
    assert [one.average for one in list_my_reviews(people[2])] == [5000, 7000]
    assert compare_row(number, SYSTEM) == ()


def test_a_withdrawn_case_lets_nobody_score_and_its_marks_stay_sealed() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80)
    asked(number, people[1])
    deciding.withdraw(press(number, AGENT), reason="不办了")
    for deed in (lambda: gave(number, people[0]), lambda: declared(number, people[1])):
        with pytest.raises(NotAtThisStep):
            deed()
    found = get_scoring(number, OFFICER)
    assert (found.running, found.closed, len(found.ended)) == (None, (), 1)
    assert count_waiting(people[1]) == 0


def test_my_reviews_say_what_waits() -> None:
    first, people = at_scoring(), some_experts()
    asked(first, *people[:3])
    assert [(one.number, one.waiting) for one in list_my_reviews(people[0])] == [(first, True)]
    declared(first, people[0])
    assert count_waiting(people[0]) == 1
    gave(first, people[0])
    assert (count_waiting(people[0]), count_waiting(people[1]), count_waiting(people[3])) == (0, 1, 0)


def test_an_expert_is_no_reader_of_the_case_itself() -> None:
    number, people = at_scoring(), some_experts()
    declared(asked(number, people[0]), people[0])
    with pytest.raises(NoSuchCase):
        get_case_file(number, people[0])


def test_who_scored_does_not_decide_even_with_the_post_for_it() -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 80, 70, 60))
    turned = Actor(people[0].user, people[0].name, (Post(Role.OFFICER, "industry_information"),))
    with pytest.raises(FourEyes, match="专家评审"):
        deciding.approve(press(number, turned))


def test_the_officer_keeps_the_todo_until_the_round_is_closed() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80, 70, 60)
    assert list(Todo.objects.filter(case__number=number).values_list("desk", "step")) == [
        ("officer@industry_information", "scoring")
    ]
    closed(number)
    assert Todo.objects.get(case__number=number).step == "review"


def test_every_act_stands_in_the_audit() -> None:
    number, people = at_scoring(), some_experts()
    asked(number, *people)
    scoring.declare(in_round(number, people[3]), conflict=True, reason="师生")
    declared(number, *people[:3])
    for one in people[:3]:
        gave(number, one)
    closed(number)
    actions = [one.action for one in list_entries(f"case:{number}")]
    assert [actions.count(f"case.{one}") for one in ("expert_asked", "expert_declared", "expert_scored", "scoring_closed")] == [
        4, 4, 3, 1
    ]  # fmt: skip


def test_what_was_written_is_never_changed() -> None:
    number, people = at_scoring(), some_experts()
    scored(number, people, 80)
    asked(number, people[1])
    experts.release_expert(in_round(number, OFFICER), user=people[1].user, reason="出差")
    for rows, change in (
        (ExpertAssignment.objects.all(), {"name": "谁"}), (ExpertDeclaration.objects.all(), {"conflict": True}),
        (ExpertSheet.objects.all(), {"total": 1}), (ExpertRelease.objects.all(), {"reason": "改"}),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertAssignment.objects.create(
            case=Case.objects.get(number=number), round=99, step="scoring", user=5, name="自己", asked_at=AT, asked_by=5,
            asked_name="自己",
        )  # fmt: skip


def test_a_snapshot_that_was_altered_is_found_by_the_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    number, people = at_scoring(), some_experts()
    closed(scored(number, people, 80, 70, 60))
    event = CaseEvent.objects.get(case__number=number, kind="scoring_closed")
    kept = Snapshot.objects.get(digest=event.values["snapshot"])
    assert kept.content["average"] == "70.00"
    from luoqiao.apps.cases.queries import expert_rounds, replaying

    altered = expert_rounds.closed_rounds(expert_rounds.open_case(number, SYSTEM))[0]
    wrong = type(altered)(**{**{name: getattr(altered, name) for name in altered.__slots__}, "event": altered.event.__class__(
        "scoring", 9000, 3, True, altered.event.snapshot)})  # fmt: skip
    monkeypatch.setattr(replaying, "closed_rounds", lambda opened: (wrong,))
    (found,) = compare_row(number, AUDITOR)
    assert (found.stored, found.replayed) == ("90.00", "70.00")


def _an_item():  # type: ignore[no-untyped-def]
    from luoqiao.core.cases.events import ReturnItem

    return (ReturnItem("document", "设备清单", "缺一页"),)


def test_every_refusal_of_this_part_has_its_own_code() -> None:
    known = [one.code for one in (CannotAssign, CannotRelease, NobodyChosen, NotDeclared, NotReadyToClose, StoodDown, BadScores)]
    assert len(set(known)) == len(known)
    assert all(issubclass(one, DomainError) for one in (CannotAssign, BadScores))
