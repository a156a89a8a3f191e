"""进度的问句: the projects that report, what each reported, who has not reported yet; amounts in fen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from luoqiao.apps.cases.contents import handed_in
from luoqiao.apps.cases.history import get_procedure, open_case
from luoqiao.apps.cases.models import Case, CaseEvent, ProgressReport, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.progress import as_progress, report_before
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import reporting
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Procedure, Step, StepKind
from luoqiao.core.cases.progress import Progress
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.reporting import ReportableMonth
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.parties.actor import Actor, Role

MOST_LISTED = 2_000
PLANNED, EQUIPMENT, NAME, ENDS = "total_investment", "equipment_investment", "project_name", "ends_on"
"""Fields of the application that the overview shows beside what was reported."""


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """一份进度报告: for which month, what, when and by whom; `number` counts the corrections."""

    month: date
    number: int
    progress: Progress
    late: bool
    reported_at: datetime
    reported_name: str


@dataclass(frozen=True, slots=True)
class Planned:
    """申请列入时写的: name, total investment and that in equipment (fen), when production is to begin."""

    name: str
    total: int
    equipment: int
    ends_on: str


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """一个项目的进度: everything that its page needs; `may_report` and `may_answer` are this person's."""

    row: CaseRow
    matter: Matter
    seq: int
    planned: Planned
    reports: tuple[ReportSeen, ...]
    missed: tuple[date, ...]
    months: tuple[ReportableMonth, ...]
    deadline: Deadline | None
    may_report: bool
    may_answer: bool
    most_missed: int

    @property
    def latest(self) -> ReportSeen | None:
        """The last report of the last month."""
        return self.reports[0] if self.reports else None


@dataclass(frozen=True, slots=True)
class ListedProject:
    """名单的一行: the case, what was planned, the last report, months missed in all and in a row."""

    row: CaseRow
    planned: Planned
    latest: ReportSeen | None
    missed: tuple[date, ...]
    missed_in_row: int
    says_done: bool
    reporting: bool
    """Whether it is at the step at which it reports; an open one that is not waits for the removal to be confirmed."""

    def reported(self, month: date) -> bool:
        """Whether there is a report for the month, or for a later one."""
        return self.latest is not None and self.latest.month >= month


def get_progress(number: str, actor: Actor, on: date) -> ProjectProgress:
    """The project of a case with everything that it reported (NoSuchCase for both kinds of absence, and for other cases)."""
    opened = open_case(number, actor)
    matter, zone = opened.matter, timezone.get_default_timezone()
    step = reporting_step(matter.procedure)
    if step is None:
        raise NoSuchCase(number)
    agent = actor.holds(Role.ENTERPRISE_AGENT, opened.row.uscc) is not None
    return ProjectProgress(
        row=CaseRow(*Case.objects.filter(pk=opened.row.pk).values_list(*FIELDS)[0]), matter=matter, seq=matter.state.seq,
        planned=planned_of(handed_in(opened).form), reports=list_reports(opened), missed=matter.state.missed,
        months=reporting.reportable_months(matter, on, zone) if agent else (),
        deadline=deadline_of(matter.procedure, matter.state, policy.get_calendar(), zone),
        may_report=agent, may_answer=_may_answer(matter, actor),
        most_missed=step.report.most_missed if step and step.report else 0,
    )  # fmt: skip


def find_report_before(number: str, actor: Actor, month: date) -> Progress | None:
    """What was reported last before a month: what its form begins with."""
    return report_before(open_case(number, actor).row, month)


def list_reports(opened: Opened) -> tuple[ReportSeen, ...]:
    """Every report of a project, the latest month and number first."""
    rows = ProgressReport.objects.filter(case=opened.row).order_by("-month", "-number")
    return tuple(_seen(row) for row in rows)


def list_projects(actor: Actor) -> tuple[ListedProject, ...]:
    """Every project that is, or was, on the list and that this person may see; six queries however many there are.

    On the list are those whose case has reached the step of reporting, and those that ended after it.
    """
    kinds = tuple(one.id for one in policy.get_pack().procedures if reporting_step(one))
    at, after = _steps(kinds)
    begun = Q(stage="running", step__in=at | after) | Q(ending__in=("granted", "removed"))
    rows = Case.objects.filter(case_scope(actor), begun, procedure__in=kinds).order_by("enterprise_name", "number")
    listed = list(rows.values_list("pk", *FIELDS)[:MOST_LISTED])
    keys = [pk for pk, *_ in listed]
    planned, latest, months = _planned(keys), _latest(keys), _months(keys)
    return tuple(
        _listed(CaseRow(*values), planned[pk], latest.get(pk), months.get(pk, ()), at) for pk, *values in listed
    )


def _listed(
    row: CaseRow, planned: Planned, latest: ReportSeen | None, told: Iterable[tuple[str, date, bool]],
    at: Container[str],
) -> ListedProject:  # fmt: skip
    missed: list[date] = []
    in_row, done = 0, False
    for kind, month, says_done in told:
        match kind:
            case "report_missed":
                missed.append(month)
                in_row += 1
            case "reported":
                in_row = in_row if month in missed else 0
                done = says_done
            case "sent_back":
                in_row, done = 0, False
            case _:
                done = False
    running = row.is_open and row.step in at
    return ListedProject(row, planned, latest, tuple(missed), in_row, done and running, running)


def _steps(kinds: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The steps of reporting, and those after them, over the versions that running cases follow."""
    at: set[str] = set()
    after: set[str] = set()
    running = Case.objects.filter(stage="running", procedure__in=kinds).order_by()
    for pack, digest, kind in running.values_list("pack", "procedure_digest", "procedure").distinct():
        procedure = get_procedure(policy.get_pack_of(pack, digest), kind)
        step = reporting_step(procedure)
        if step is not None:
            at.add(step.id)
            after |= {later.id for later in procedure.steps[procedure.position(step.id) + 1 :]}
    return frozenset(at), frozenset(after)


def reporting_step(procedure: Procedure) -> Step | None:
    """The step at which a project reports; None where nothing is reported."""
    return next((step for step in procedure.steps if step.kind is StepKind.REPORTING), None)


def _planned(keys: list[int]) -> Mapping[int, Planned]:
    """From what was handed in last."""
    digests = dict(
        CaseEvent.objects.filter(case__in=keys, kind="submitted").order_by("seq").values_list("case_id", "values__snapshot")
    )
    wanted = Snapshot.objects.filter(case__in=keys, digest__in=list(digests.values()))
    forms = {(case, digest): form for case, digest, form in wanted.values_list("case_id", "digest", "content__form")}
    return {pk: planned_of(forms.get((pk, digests.get(pk, ""))) or {}) for pk in keys}


def _latest(keys: list[int]) -> Mapping[int, ReportSeen]:
    rows = ProgressReport.objects.filter(case__in=keys).order_by("case_id", "-month", "-number").distinct("case_id")
    return {row.case_id: _seen(row) for row in rows}


def _months(keys: list[int]) -> Mapping[int, list[tuple[str, date, bool]]]:
    """What happened to the months of each project, in order."""
    kinds = ("reported", "report_missed", "continued", "sent_back")
    rows = CaseEvent.objects.filter(case__in=keys, kind__in=kinds).order_by("case_id", "seq")
    found: dict[int, list[tuple[str, date, bool]]] = {}
    for case, kind, month, done in rows.values_list("case_id", "kind", "values__month", "values__done"):
        found.setdefault(case, []).append((kind, date.fromisoformat(month) if month else date.min, bool(done)))
    return found


def planned_of(form: Mapping[str, object]) -> Planned:
    """The plan as the application states it; what cannot be read counts as nothing."""
    name = str(form.get(NAME, "") or form.get("subject", ""))
    return Planned(name, _fen(form.get(PLANNED)), _fen(form.get(EQUIPMENT)), str(form.get(ENDS, "")))


def _fen(text: object) -> int:
    try:
        return int(parse_money(str(text))) if text else 0
    except NotMoney:
        return 0


def _seen(row: ProgressReport) -> ReportSeen:
    return ReportSeen(row.month, row.number, as_progress(row), row.late, row.reported_at, row.reported_name)


def _may_answer(matter: Matter, actor: Actor) -> bool:
    try:
        reporting.duty_to_answer(matter, actor, "")
    except DomainError:
        return False
    return True

