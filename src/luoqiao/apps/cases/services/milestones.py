"""任务书与里程碑的动词: the officer proposes and checks, the enterprise confirms, returns and reports; one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from luoqiao.apps.cases.models import CaseDocument
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.apps.evidence.queries import find_documents
from luoqiao.core.cases import milestones
from luoqiao.core.kernel.errors import DomainError

TASK_BOOK = "任务书"
"""What the document of a task book is used as."""
MOST_DOCUMENTS = 10


class NotTheirDocument(DomainError):
    """不是揭榜方的材料: there is no such document of the enterprise, or too many were named."""

    code = "LQ-5824"

    def __init__(self) -> None:
        super().__init__(f"所选的材料不在揭榜方的材料里，或者超过 {MOST_DOCUMENTS} 份；请重新选")


def propose_task_book(
    press: Press, *, rows: Sequence[Mapping[str, str]], document: int = 0, note: str = ""
) -> Opened:
    """拟定任务书 or a change of it: sent to the enterprise.

    Refuses with BadTaskBook (every problem of the rows), ReasonMissing, NotTheirDocument, NotAtThisStep, NotYourDuty, FourEyes.
    """

    def happens(opened: Opened) -> Happened:
        post = milestones.duty_of_officer(opened.matter, press.actor, "拟定任务书")
        on = timezone.localdate(press.at)
        chosen = str(document) if document else ""
        happened = milestones.propose(opened.matter, press.actor, rows=rows, on=on, document=chosen, note=note)
        _attach(opened, press, [document] if document else [], TASK_BOOK)
        return happened, post

    contents = {"rows": [dict(one) for one in rows], "document": document, "note": note}
    return press_on(press, "propose_task_book", contents, happens)


def confirm_task_book(press: Press) -> Opened:
    """确认任务书 exactly as it was seen: a proposal that was replaced meanwhile is not confirmed (CaseMovedOn)."""

    def happens(opened: Opened) -> Happened:
        happened = milestones.confirm(opened.matter, press.actor)
        return happened, milestones.duty_of_applicant(opened.matter, press.actor, "确认任务书")

    return press_on(press, "confirm_task_book", {}, happens)


def return_task_book(press: Press, *, reason: str) -> Opened:
    """退回任务书 with the reason."""

    def happens(opened: Opened) -> Happened:
        happened = milestones.give_back(opened.matter, press.actor, reason=reason)
        return happened, milestones.duty_of_applicant(opened.matter, press.actor, "退回任务书")

    return press_on(press, "return_task_book", {"reason": reason}, happens)


def report_milestone(press: Press, *, number: int, words: str, documents: Sequence[int] = ()) -> Opened:
    """报里程碑 with what shows it. Refuses with NotToReach, ReasonMissing, TooLong, NotTheirDocument."""

    def happens(opened: Opened) -> Happened:
        happened = milestones.report(opened.matter, press.actor, number=number, words=words, documents=documents)
        name = opened.matter.state.task_book.agreed[number - 1].name
        _attach(opened, press, documents, f"里程碑：{name}")
        return happened, milestones.duty_of_applicant(opened.matter, press.actor, "报里程碑")

    contents = {"number": number, "words": words, "documents": list(documents)}
    return press_on(press, "report_milestone", contents, happens)


def check_milestone(press: Press, *, number: int, passed: bool, note: str) -> Opened:
    """核验里程碑: the last one that passes leads to the acceptance check."""

    def happens(opened: Opened) -> Happened:
        happened = milestones.check(opened.matter, press.actor, number=number, passed=passed, note=note)
        return happened, milestones.duty_of_officer(opened.matter, press.actor, "核验里程碑")

    contents = {"number": number, "passed": passed, "note": note}
    return press_on(press, "check_milestone", contents, happens)


def _attach(opened: Opened, press: Press, documents: Sequence[int], requirement: str) -> None:
    """The documents belong to the case from now on; only those of its enterprise."""
    seen = find_documents(documents, press.actor)
    if len(documents) > MOST_DOCUMENTS or any(
        one not in seen or seen[one].uscc != opened.row.uscc for one in documents
    ):
        raise NotTheirDocument
    for one in dict.fromkeys(documents):
        CaseDocument.objects.get_or_create(
            case=opened.row, document=one, requirement=requirement[:100], dropped_at=None,
            defaults={"added_at": press.at, "added_by": press.actor.name},
        )  # fmt: skip
