"""任务书与里程碑的规矩: who proposes, confirms, reports and checks, and when; what is allowed becomes events.

Both sides act in turn, so nothing holds by one person: the officers of the step propose and check, the enterprise confirms and
reports. Who is on both sides may not answer what that person put forward. A day that passes is told and shown, never decided on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import STAGES, Matter, applicant_desk, desk_words
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import Stage
from luoqiao.core.cases.task_book import TaskBook, Turn
from luoqiao.core.cases.task_book_form import LONGEST_WORDS, read_task_book
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post


class NotToReach(DomainError):
    """没有这个里程碑可报: not agreed, or reached already."""

    code = "LQ-5822"

    def __init__(self, number: int) -> None:
        super().__init__(f"第 {number} 个里程碑现在不能报：任务书里没有，或者已经通过")


class TooLong(DomainError):
    """写得太长."""

    code = "LQ-5823"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"{what}最多 {most} 字，请写得短一些，详细内容放在材料里")


def at_task_book(matter: Matter) -> bool:
    """Whether the case is at the step at which its task book is agreed and kept."""
    return matter.state.stage is Stage.RUNNING and matter.step.kind is StepKind.MILESTONES


def propose(
    matter: Matter, actor: Actor, *, rows: Sequence[Mapping[str, str]], on: date, document: str = "", note: str = ""
) -> tuple[e.Event, ...]:
    """拟定任务书, or a change of the one that holds (then with a reason): the enterprise has to confirm it.

    A proposal that nobody has answered yet is replaced. Raises BadTaskBook with every problem of the rows.
    """
    duty_of_officer(matter, actor, "拟定任务书")
    book = matter.state.task_book
    if book.turn is Turn.CHECK:
        raise NotAtThisStep("变更任务书", "企业报的里程碑还没有核验")
    _check_length("说明", note)
    if book.agreed and not note.strip():
        raise ReasonMissing("变更任务书")
    milestones = read_task_book(rows, book, on)
    return (e.MilestonesProposed(matter.step.id, milestones, document, note.strip()),)


def confirm(matter: Matter, actor: Actor) -> tuple[e.Event, ...]:
    """确认任务书: by the enterprise; from now on it holds, with what was reached before."""
    proposed = _proposed(matter, actor, "确认任务书")
    return (e.MilestonesAgreed(matter.step.id, proposed.milestones, proposed.document),)


def give_back(matter: Matter, actor: Actor, *, reason: str) -> tuple[e.Event, ...]:
    """退回任务书: the enterprise says what it does not agree to; what held before still holds."""
    _proposed(matter, actor, "退回任务书")
    _check_length("理由", reason)
    if not reason.strip():
        raise ReasonMissing("退回任务书")
    return (e.MilestonesReturned(matter.step.id, reason.strip()),)


def report(
    matter: Matter, actor: Actor, *, number: int, words: str, documents: Sequence[int] = ()
) -> tuple[e.Event, ...]:
    """报里程碑: the enterprise says that one is reached, and how; late ones too."""
    duty_of_applicant(matter, actor, "报里程碑")
    book = matter.state.task_book
    if book.turn is not Turn.REACH:
        raise NotAtThisStep("报里程碑", _said(book))
    if number not in dict(book.left):
        raise NotToReach(number)
    _check_length("达到情况", words)
    if not words.strip():
        raise ReasonMissing("报里程碑")
    return (e.MilestoneReported(matter.step.id, number, words.strip(), tuple(documents)),)


def check(matter: Matter, actor: Actor, *, number: int, passed: bool, note: str) -> tuple[e.Event, ...]:
    """核验里程碑: passed, or not: then it goes back to the enterprise with the reason."""
    duty_of_officer(matter, actor, "核验里程碑")
    book = matter.state.task_book
    if book.turn is not Turn.CHECK or book.claimed != number:
        raise NotAtThisStep("核验里程碑", _said(book))
    _check_apart(actor, duty_of_officer(matter, actor, "核验里程碑"), book, "报里程碑")
    _check_length("核验意见", note)
    if not passed and not note.strip():
        raise ReasonMissing("里程碑不予通过")
    return (e.MilestonePassed(matter.step.id, number, passed, note.strip()),)


def duty_of_officer(matter: Matter, actor: Actor, deed: str) -> Post:
    """The post in which this person acts for the unit; refuses another desk, and who submitted the application."""
    _at(matter, deed)
    desks = matter.step.desks(matter.parties)
    post = _post(actor, desks)
    if post is None:
        raise NotYourDuty(desk_words(desks))
    if {actor.user, post.for_user} & matter.state.makers - {0}:
        raise FourEyes(actor.name, "提交")
    return post


def duty_of_applicant(matter: Matter, actor: Actor, deed: str) -> Post:
    """The post in which this person acts for the enterprise."""
    _at(matter, deed)
    post = _post(actor, (applicant_desk(matter.parties),))
    if post is None:
        raise NotYourDuty("揭榜方")
    return post


def _proposed(matter: Matter, actor: Actor, deed: str) -> e.MilestonesProposed:
    """The proposal that this person may answer now."""
    post = duty_of_applicant(matter, actor, deed)
    book = matter.state.task_book
    if book.proposed is None:
        raise NotAtThisStep(deed, _said(book))
    _check_apart(actor, post, book, "拟定任务书")
    return book.proposed


def _said(book: TaskBook) -> str:
    return f"待{book.turn.label}"


def _check_apart(actor: Actor, post: Post, book: TaskBook, earlier: str) -> None:
    if {actor.user, post.for_user} & book.persons - {0}:
        raise FourEyes(actor.name, earlier)


def _check_length(what: str, text: str) -> None:
    if len(text) > LONGEST_WORDS:
        raise TooLong(what, LONGEST_WORDS)


def _post(actor: Actor, desks: Sequence[str]) -> Post | None:
    """One's own post before a delegated one."""
    return min((post for post in actor.posts if post.desk in desks), key=lambda post: post.for_user, default=None)


def _at(matter: Matter, deed: str) -> None:
    if matter.state.stage is not Stage.RUNNING:
        raise NotAtThisStep(deed, STAGES[matter.state.stage])
    if matter.step.kind is not StepKind.MILESTONES:
        raise NotAtThisStep(deed, matter.step.name)
