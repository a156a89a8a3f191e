"""示例区：made up through the real decisions, the same everywhere, and nothing of it hangs on the names in the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import override_settings

from luoqiao.apps.accounts.queries import list_actors_with
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import (
    Case,
    CaseDocument,
    CaseEvent,
    ExpertDeclaration,
    ExpertSheet,
    PublicNotice,
    RecognitionList,
    Todo,
)
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.challenges import compare_bids, get_board
from luoqiao.apps.cases.queries.expert_rounds import get_scoring
from luoqiao.apps.cases.queries.listing import Sought, list_cases
from luoqiao.apps.cases.queries.my_reviews import get_my_review, list_my_reviews
from luoqiao.apps.cases.queries.recomputing import recompute_year
from luoqiao.apps.cases.queries.replaying import compare_row, replay_case
from luoqiao.apps.clock.queries import is_demonstration, today
from luoqiao.apps.evidence.queries import adopted_values, fact_sheet
from luoqiao.apps.evidence.queries.documents import seen_document
from luoqiao.apps.funds.models import Clawback, PaymentBatch, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.parties.queries import (
    find_usable_account,
    list_enterprises,
    list_holdings,
    list_titles_by_enterprise,
)
from luoqiao.config.prepare import _load_packs
from luoqiao.core.cases.expert_round import ExpertState
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from luoqiao.core.parties.holding import HoldingKind
from luoqiao.core.parties.title import TitleKind
from luoqiao.core.parties.uscc import check_uscc
from luoqiao.interfaces.demonstration.build import NOW, build_demonstration
from luoqiao.interfaces.document_store import get_document_store
from tests.apps.accounts.account_builder import signed_in

SYSTEM_READER = Actor(1, "审计", (Post(Role.AUDITOR),))


@pytest.fixture(scope="module")
def district(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """One district for all tests of this module, taken back at the end; its papers lie in a folder of their own."""
    papers = override_settings(DOCUMENTS="", DOCUMENTS_FOLDER=tmp_path_factory.mktemp("papers"))
    with django_db_blocker.unblock(), papers, transaction.atomic():  # type: ignore[attr-defined]
        _load_packs()
        build_demonstration()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("district")
class TestDistrict:
    """What a newcomer sees."""

    def test_it_has_its_own_day_and_is_made_once(self) -> None:
        assert is_demonstration()
        assert today() == NOW.date()
        assert build_demonstration() == 0

    def test_recomputing_its_years_finds_no_difference(self) -> None:
        for year in (2022, 2023):
            done = recompute_year(SYSTEM, year=year)
            assert done.grants == done.recomputed > 0
            assert done.differences == ()

    def test_three_hundred_above_size_and_two_thousand_others(self) -> None:
        firms = list_enterprises()
        made_up = [firm for firm in firms if firm.demonstration]
        assert len(made_up) == 2300
        assert all(check_uscc(firm.uscc).valid for firm in made_up)
        assert len({firm.name for firm in made_up}) == 2300

    def test_enterprises_have_what_a_register_shows(self) -> None:
        kept = [len(list_holdings(firm.uscc, HoldingKind.EQUIPMENT)) for firm in list_enterprises()[:200]]
        assert any(kept)
        giants = list_titles_by_enterprise(TitleKind.LITTLE_GIANT)
        assert giants
        assert all(find_usable_account(uscc, today()) for uscc in Case.objects.values_list("uscc", flat=True).distinct()[:20])

    def test_cases_stand_in_every_state(self) -> None:
        states = Counter(Case.objects.values_list("stage", "ending"))
        for state in (("draft", ""), ("running", ""), ("correction", ""), ("closed", "granted"), ("closed", "rejected")):
            assert states[state] > 0, state
        assert list_cases(SYSTEM, Sought(state="late"), today()).count > 0

    def test_nothing_is_told_of_the_enterprises_that_the_document_names(self) -> None:
        assert not Case.objects.exclude(enterprise__demonstration=True).exists()

    def test_the_district_holds_facts_that_do_not_all_agree(self) -> None:
        values = adopted_values(today(), NOW)
        assert len(values) == 300
        fees = [subject for subject, known in values.items() if "cloud_adoption.annual_service_fee" in known]
        sheets = [fact_sheet(subject, date(2022, 12, 31), NOW, SYSTEM) for subject in fees]
        assert any(sheet.conflicts for sheet in sheets)
        assert all(fact.recorded_at <= NOW for sheet in sheets for row in sheet.rows for fact in row.facts.values())

    def test_nothing_happens_after_today(self) -> None:
        assert not CaseEvent.objects.filter(at__gt=NOW).exists()

    def test_replaying_gives_the_rows_that_are_there(self) -> None:
        for number in Case.objects.order_by("number").values_list("number", flat=True)[::17]:
            file = get_case_file(number, SYSTEM)
            steps = replay_case(number, SYSTEM)
            assert steps[-1].state == file.state
            assert (file.row.stage, file.row.step) == (file.state.stage.value, file.state.step)
            desks = set(Todo.objects.filter(case__number=number).values_list("desk", flat=True))
            assert desks == set(file.matter.waiting)

    def test_every_award_without_application_stands_on_a_list_that_two_persons_handled(self) -> None:
        lists = list(RecognitionList.objects.order_by("imported_at", "number"))
        assert len(lists) >= 4
        assert [one.number for one in lists if one.year == 2023] == sorted(one.number for one in lists if one.year == 2023)
        for one in lists:
            assert one.confirmed_by != one.imported_by
            for row in one.rows.select_related("case"):
                assert row.case is not None
                assert row.case.origin == f"list:{one.number}:{row.place}"
                assert row.case.events.get(seq=1).values["origin"] == row.case.origin
        by_list = Case.objects.filter(procedure="automatic")
        assert by_list.count() == sum(one.rows.count() for one in lists)

    def test_notices_are_numbered_in_order_and_hold_their_cases(self) -> None:
        notices = list(PublicNotice.objects.filter(posted_at__year=2023).order_by("posted_at", "number"))
        assert [one.number for one in notices] == sorted(one.number for one in notices)
        for notice in notices:
            assert notice.prepared_by != notice.posted_by
            told = {values["notice"] for values in CaseEvent.objects.filter(
                case__notice_rows__notice=notice, kind="notice_posted").values_list("values", flat=True)}  # fmt: skip
            assert notice.number in told

    def test_the_board_has_open_and_closed_challenges_with_bids_in_several_states(self) -> None:
        board = get_board(today())
        assert len(board.open) == 2
        assert len(board.closed) == 3
        assert sum(board.bids.values()) >= 6
        sealed = Case.objects.filter(procedure="challenge_bid", sealed=True)
        assert sealed.count() >= 2
        assert all(row.parent is not None and row.deadline_on >= today() for row in sealed)
        steps = set(Case.objects.filter(procedure="challenge_bid").values_list("step", flat=True))
        assert {"sealed", "contract"} <= steps
        for challenge in board.closed:
            assert len(compare_bids(challenge.number, SYSTEM_READER, today()).selected) <= 1

    def test_task_books_were_agreed_by_both_sides_and_a_milestone_is_overdue(self) -> None:
        agreed = CaseEvent.objects.filter(kind="milestones_agreed")
        assert agreed.exists()
        assert all(one.post.startswith("enterprise_agent@") for one in agreed)
        assert CaseEvent.objects.filter(kind="milestones_proposed").count() >= agreed.count()
        late = Case.objects.filter(procedure="challenge_bid", step="contract", step_name="达到里程碑", deadline_on__lt=today())
        assert late.exists()
        assert CaseEvent.objects.filter(kind="milestone_passed", values__passed=True).exists()

    def test_every_expert_has_something_to_declare_to_score_and_done(self) -> None:
        people = list_actors_with(Role.EXPERT, NOW.date())
        assert len(people) == 5
        for person in people:
            mine = Counter((one.state, one.waiting) for one in list_my_reviews(person))
            assert mine[ExpertState.ASKED, True], person.name
            assert mine[ExpertState.READING, True], person.name
            assert mine[ExpertState.SCORED, False], person.name

    def test_rounds_of_experts_are_closed_by_the_rule_and_can_be_worked_out_anew(self) -> None:
        closed = CaseEvent.objects.filter(kind="scoring_closed")
        assert closed.count() > 20
        passed = Counter(closed.values_list("values__passed", flat=True))
        assert passed[True] > passed[False] > 0
        for number in closed.values_list("case__number", flat=True)[::4]:
            found = get_scoring(number, SYSTEM)
            assert all(one.recomputed.value == one.event.average for one in found.closed)
            assert all(one.asked_at <= NOW for held in found.ended for one in held.experts)
            assert compare_row(number, SYSTEM) == ()
        assert not ExpertSheet.objects.filter(scored_at__gt=NOW).exists()
        assert not ExpertDeclaration.objects.filter(declared_at__gt=NOW).exists()

    def test_experts_score_only_after_declaring_that_there_is_no_conflict(self) -> None:
        first = dict(ExpertDeclaration.objects.filter(conflict=False).values_list("assignment", "declared_at"))
        sheets = list(ExpertSheet.objects.values_list("assignment", "scored_at"))
        assert sheets
        assert all(at > first[assignment] for assignment, at in sheets)

    def test_an_expert_takes_a_paper_of_a_case_to_score_away_and_that_is_noted(self) -> None:
        expert = list_actors_with(Role.EXPERT, NOW.date())[0]
        mine = {one.state: one.number for one in reversed(list_my_reviews(expert)) if one.waiting or one.average is not None}
        papers = get_my_review(mine[ExpertState.READING], expert).papers
        assert papers is not None
        client, document = signed_in(get_user_model().objects.get(pk=expert.user)), papers.documents[0].document
        answer = client.get(f"/evidence/documents/{document}/download/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined] # a file is streamed
        (entry,) = list_entries(f"document:{document}")
        assert (entry.user, entry.action, entry.detail["for"]) == (expert.user, "document.downloaded", mine[ExpertState.READING])
        for state in (ExpertState.ASKED, ExpertState.SCORED):
            (other, *_) = CaseDocument.objects.filter(case__number=mine[state]).exclude(document=document)
            assert client.get(f"/evidence/documents/{other.document}/download/").status_code == 404

    def test_papers_are_real_files(self) -> None:
        attached = CaseDocument.objects.order_by("pk").first()
        assert attached is not None
        document = seen_document(attached.document, SYSTEM)
        assert (document.kind.id, document.pages) == ("pdf", 1)
        assert get_document_store().exists(document.sha256)

    def test_no_line_of_an_invoice_is_used_beyond_its_amount(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(*) FILTER (WHERE allocated > ex_tax) FROM evidence_invoiceline")
            many, beyond = cursor.fetchone()
        assert many > 100
        assert beyond == 0


def test_its_books_agree_and_money_stands_at_every_step(district: None) -> None:
    assert check_ledger().findings == ()
    states = Counter(Share.objects.values_list("state", flat=True))
    assert states["paid"] > 50
    for state in ("payable", "awaiting", "reserved", "queued", "returned"):
        assert states[state], state
    assert Clawback.objects.get().state == "due"
    assert PaymentBatch.objects.count() > 5


def test_every_grant_of_the_district_works_out_again(district: None) -> None:
    for year in (2022, 2023):
        assert recompute_year(SYSTEM, year=year).differences == ()
