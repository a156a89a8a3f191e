"""封存的材料：nobody reads in the document library what a sealed bid hides; opened or used elsewhere it is there again."""

from __future__ import annotations

import hashlib

import pytest

from luoqiao.apps.cases.services import filing
from luoqiao.apps.cases.services.sealing import unseal_due
from luoqiao.apps.evidence.errors import NotThere
from luoqiao.apps.evidence.models import Document
from luoqiao.apps.evidence.queries import list_documents, seen_document
from luoqiao.apps.parties.models import Enterprise
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.challenge_stories import BID, LISTED_AT, SCIENCE, day, on_the_board, opened_bid
from tests.apps.cases.stories import AUDITOR, OTHER_AGENT, OTHERS, TOWN, a_claim, handed_in

pytestmark = pytest.mark.usefixtures("firms")
LEADER = Actor(52, "区领导", (Post(Role.LEADER),))
TOWN_CLERK = Actor(53, "镇街", (Post(Role.TOWN_CLERK, TOWN),))
OFFICIALS = (SCIENCE, AUDITOR, LEADER, TOWN_CLERK)


def a_document(name: str) -> int:
    firm = Enterprise.objects.get(uscc=OTHERS)
    return Document.objects.create(
        pk=90_000 + Document.objects.count(),  # beside the numbers that the stories of cases name
        sha256=hashlib.sha256(name.encode()).hexdigest(), sm3="0" * 64, size=1, kind="pdf", original_name=name, title=name,
        category="other", enterprise=firm, uploaded_by=OTHER_AGENT.user, uploaded_name=OTHER_AGENT.name, uploaded_at=LISTED_AT,
    ).pk  # fmt: skip


def seen_by(actor: Actor, document: int) -> bool:
    listed = document in {one.id for one in list_documents(OTHERS, actor).rows}
    try:
        seen_document(document, actor)
    except NotThere:
        assert not listed
        return False
    assert listed
    return True


def attached(number: str, document: int) -> None:
    filing.attach_document(
        number=number, document=document, requirement="揭榜申报书", actor=OTHER_AGENT, at=LISTED_AT
    )


def test_from_the_draft_until_the_last_day_only_the_bidder_reads_the_application() -> None:
    number = opened_bid(on_the_board())
    paper, other = a_document("揭榜申报书"), a_document("营业执照")
    assert all(seen_by(one, paper) for one in OFFICIALS)
    attached(number, paper)
    assert not any(seen_by(one, paper) for one in OFFICIALS)
    assert seen_by(OTHER_AGENT, paper)
    assert all(seen_by(one, other) for one in OFFICIALS)
    filing.save_draft(number=number, form=BID, invoices=None, actor=OTHER_AGENT, at=LISTED_AT)
    handed_in(number, OTHER_AGENT, day(7, 3))
    assert not any(seen_by(one, paper) for one in OFFICIALS)
    unseal_due(day(7, 15))
    assert all(seen_by(one, paper) for one in OFFICIALS)


def test_taken_off_again_or_used_in_another_case_it_is_seen_like_any_other() -> None:
    number = opened_bid(on_the_board())
    paper = a_document("合同")
    attached(number, paper)
    filing.drop_document(number=number, document=paper, requirement="揭榜申报书", actor=OTHER_AGENT, at=LISTED_AT)
    assert seen_by(SCIENCE, paper)
    attached(number, paper)
    assert not seen_by(SCIENCE, paper)
    claim = a_claim({}, agent=OTHER_AGENT, uscc=OTHERS)
    filing.attach_document(number=claim, document=paper, requirement="合同", actor=OTHER_AGENT, at=LISTED_AT)
    assert seen_by(SCIENCE, paper)
