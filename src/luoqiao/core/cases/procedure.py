"""办事流程: the steps of one kind of case as data: who acts, how long, what may be decided. Read from `procedures/*.toml`.

One mechanism serves them all. A *review* needs, for each of its seats, so many approvals by different persons: one seat and
one person is an ordinary review, one seat and two persons is 双人确认, several seats are a 联审. What happens in a case
is in `events.py`, what follows from it in `state.py`, who may do what in `decide.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.parties.actor import Role

APPLICANT, TOWNSHIP, LEAD_UNIT = "applicant", "township", "lead_unit"
"""Places that depend on the case; every other place is the id of a unit."""


class Begin(StrEnum):
    """怎样开始: by an application, by a list that arrives (免申即享)."""

    APPLICATION = "application"
    LIST = "list"


class StepKind(StrEnum):
    """环节的种类."""

    SUBMISSION = "submission"
    REVIEW = "review"
    CONSENT = "consent"
    NOTICE = "notice"
    SCORING = "scoring"
    REPORTING = "reporting"
    MILESTONES = "milestones"
    SEALED = "sealed"
    """封存: what was handed in is seen by nobody but its applicant until a day has passed."""


class Act(StrEnum):
    """可以作出的决定."""

    APPROVE = "approve"
    RETURN = "return"
    SEND_BACK = "send_back"
    REJECT = "reject"


class Proposal(StrEnum):
    """拟办意见: what the persons before have proposed; the next ones confirm it or send it back."""

    GRANT = "grant"
    REJECT = "reject"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Seat:
    """席: a role in a place that may depend on the case."""

    role: Role
    place: str

    def desk(self, parties: Parties) -> str:
        """The desk of this seat in a case, `town_clerk@350504001`."""
        return f"{self.role.value}@{parties.place(self.place)}"


@dataclass(frozen=True, slots=True)
class Parties:
    """当事各方: whose case it is and which places answer for it."""

    uscc: str
    township: str
    lead_unit: str

    def place(self, name: str) -> str:
        """The place that a seat means in this case."""
        return {APPLICANT: self.uscc, TOWNSHIP: self.township, LEAD_UNIT: self.lead_unit}.get(name, name)


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """公示的期限: so many days, working or calendar, the day of posting counted or not; where an upheld objection leads.

    `answer_days`: within how many working days an objection is answered.
    """

    days: int
    working: bool = True
    count_first: bool = False
    upheld_to: str = ""
    answer_days: int = 10


@dataclass(frozen=True, slots=True)
class ReportRule:
    """定期报告: due by this day of the month for the month before; removal after so many misses in a row.

    `open_day`: from this day of the month itself its report may be handed in.
    """

    due_day: int
    most_missed: int
    open_day: int = 25


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """评分项: what is judged, and the most points it gives."""

    id: str
    label: str
    points: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """评分办法: items whose points add up to 100; so many scores at least; the line.

    `trim`: from so many scores on, the single highest and the single lowest are left out; 0: never.
    """

    experts: int
    pass_points: int
    trim: int
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """环节: `days` working days from the day after it began; `from_amount` (fen): only for cases of at least this amount.

    `apart_from`: steps whose persons may not act here (four eyes); the person who submitted never decides anywhere.
    `confirmed_by`: where a proposal to refuse (or to remove) made here is confirmed by somebody else; without it nothing can be
    refused here. `serves`: the proposals that pass through this step. `sends_back_to`: where a disagreement leads.
    `accepts`: an approval here is the acceptance of the application (受理), of which the applicant is told.
    `lowers`: the amount may be lowered here, never raised. `escalates_to`: who is told when the deadline has passed.
    `scoring`: None for a scoring step too, in versions of a pack that are older than scoring tables.
    """

    id: str
    name: str
    kind: StepKind
    seats: tuple[Seat, ...]
    persons: int = 1
    days: int = 0
    acts: frozenset[Act] = frozenset()
    from_amount: int = 0
    apart_from: tuple[str, ...] = ()
    confirmed_by: str = ""
    sends_back_to: str = ""
    serves: frozenset[Proposal] = frozenset({Proposal.GRANT})
    lowers: bool = False
    accepts: bool = False
    checks: tuple[str, ...] = ()
    escalates_to: Seat | None = None
    remind_before: int = 2
    notice: NoticeRule | None = None
    report: ReportRule | None = None
    scoring: ScoringRule | None = None

    def desks(self, parties: Parties) -> tuple[str, ...]:
        """The desks that answer for this step in a case."""
        return tuple(dict.fromkeys(seat.desk(parties) for seat in self.seats))


@dataclass(frozen=True, slots=True)
class FormField:
    """表单的一项 that no clause asks for: `kind` is a word of the policy language (金额, 个数, 是否 …) or 文字."""

    id: str
    label: str
    kind: str
    required: bool = True
    hint: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """要交的材料: its name, what it must show, whether the case may go on without it (容缺)."""

    name: str
    shows: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Procedure:
    """办事流程: one kind of case. `manners` and `clauses` say for which clauses of the pack it stands.

    `fund_clause` and `fund_tier`: which clause and tier pay later what is applied for here, where that is no case of the clause.
    """

    id: str
    name: str
    begin: Begin
    steps: tuple[Step, ...]
    manners: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    documents: tuple[RequiredDocument, ...] = ()
    correction_days: int = 10
    gives_title: str = ""
    lead_unit: str = ""
    note: str = ""
    fund_clause: str = ""
    fund_tier: str = ""

    def step(self, identifier: str) -> Step:
        """The step of that name; KeyError when the procedure has none."""
        for step in self.steps:
            if step.id == identifier:
                return step
        raise KeyError(identifier)

    def position(self, identifier: str) -> int:
        """The place of a step in the order."""
        return self.steps.index(self.step(identifier))

    def way(self, amount: int) -> tuple[Step, ...]:
        """The steps that a case of this amount (fen) goes through."""
        return tuple(
            step for step in self.steps if amount >= step.from_amount and Proposal.GRANT in step.serves
        )

    def after(self, identifier: str, amount: int) -> Step | None:
        """The step that follows for a case of this amount; None when the case is done."""
        at = self.position(identifier)
        return next((step for step in self.steps[at + 1 :] if step in self.way(amount)), None)

    def units(self, parties: Parties) -> Iterator[str]:
        """Every unit that takes part in a case of this kind."""
        for step in self.steps:
            for seat in step.seats:
                if seat.place not in (APPLICANT, TOWNSHIP):
                    yield parties.place(seat.place)


def procedure_for(procedures: tuple[Procedure, ...], clause: str, manner: str) -> Procedure | None:
    """The procedure of a clause: the one that names it, else the one for its manner (申报, 免申即享)."""
    named = next((one for one in procedures if clause in one.clauses), None)
    return named or next((one for one in procedures if manner in one.manners), None)
