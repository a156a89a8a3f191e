"""读流程: `procedures/*.toml` of a pack into procedures; every fault listed, a faulty file gives nothing.

A seat is written `role@place`; a place is `applicant`, `township`, `lead_unit` or the id of a unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from luoqiao.core.cases.procedure import (
    APPLICANT,
    LEAD_UNIT,
    TOWNSHIP,
    Act,
    Begin,
    FormField,
    NoticeRule,
    Procedure,
    Proposal,
    ReportRule,
    RequiredDocument,
    Seat,
    Step,
    StepKind,
)
from luoqiao.core.cases.scoring_reader import read_scoring
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.parties.actor import Role

IDENTIFIER = r"[a-z][a-z0-9_]*"
Word = TypeVar("Word", bound=StrEnum)
FIELD_KINDS = ("文字", "长文", "金额", "个数", "日期", "是否", "选项", "比例", "月数")


def parse_procedure(data: Mapping[str, object], file: str) -> Procedure:
    """One procedure; refuses the file with every finding (UnusableTables)."""
    with read_tables(data, file) as tables:
        head = tables.one("procedure")
        begin = head.choice("begin", Begin)
        given = {
            "id": head.pattern("id", IDENTIFIER, "小写英文标识"), "name": head.text("name"),
            "manners": head.texts("manners"), "clauses": head.texts("clauses"),
            "correction_days": head.number("correction_days", 10), "gives_title": head.text("gives_title", ""),
            "lead_unit": head.text("lead_unit", ""), "note": head.text("note", ""),
            "fund_clause": head.text("fund_clause", ""), "fund_tier": head.text("fund_tier", ""),
        }  # fmt: skip
        steps = tuple(_step(row) for row in tables.rows("steps"))
        _check_way(head, begin, steps)
        head.close()
        fields = tuple(_field(row) for row in tables.rows("fields"))
        documents = tuple(
            RequiredDocument(row.text("name"), row.text("shows", ""), row.flag("required", default=True))
            for row in tables.rows("documents", "name")
        )
    return Procedure(begin=begin, steps=steps, fields=fields, documents=documents, **given)  # type: ignore[arg-type] # read by name above


def _step(row: Row) -> Step:
    kind = row.choice("kind", StepKind)
    above = row.text("escalates_to", "")
    return Step(
        id=row.pattern("id", IDENTIFIER, "小写英文标识"),
        name=row.text("name"),
        kind=kind,
        seats=tuple(_seat(row, text) for text in row.texts("seats")),
        persons=row.number("persons", 1),
        days=row.number("days", 0),
        acts=_words(row, "acts", Act),
        from_amount=_money(row, "from_amount"),
        apart_from=row.texts("apart_from"),
        confirmed_by=row.text("confirmed_by", ""),
        sends_back_to=row.text("sends_back_to", ""),
        serves=_words(row, "serves", Proposal) or frozenset({Proposal.GRANT}),
        lowers=row.flag("lowers", default=False), accepts=row.flag("accepts", default=False),
        checks=row.texts("checks"),
        escalates_to=_seat(row, above) if above else None,
        remind_before=row.number("remind_before", 2),
        notice=_notice(row) if kind is StepKind.NOTICE else None,
        report=_report(row) if kind is StepKind.REPORTING else None,
        scoring=read_scoring(row) if kind is StepKind.SCORING else None,
    )


def _notice(row: Row) -> NoticeRule:
    return NoticeRule(
        row.number("notice_days"), row.flag("notice_working", default=True),
        row.flag("notice_count_first", default=False), row.text("upheld_to"),
        row.number("notice_answer_days", 10),
    )  # fmt: skip


def _report(row: Row) -> ReportRule:
    rule = ReportRule(row.number("due_day"), row.number("most_missed"), row.number("open_day", 25))
    if not (1 <= rule.due_day <= 28 and 1 <= rule.open_day <= 28 and rule.most_missed >= 1):
        row.fault("due_day、open_day 应在 1 到 28 之间，most_missed 至少是 1")
    return rule


def _seat(row: Row, text: str) -> Seat:
    role, at, place = text.partition("@")
    known = {one.value: one for one in Role}
    if role not in known or not at or (place and not re.fullmatch(IDENTIFIER, place)):
        row.fault(f"席位“{text}”应写成 岗位@所在，如 officer@{LEAD_UNIT}；所在是 {APPLICANT}、{TOWNSHIP}、{LEAD_UNIT} 或单位标识")
        return Seat(Role.OFFICER, LEAD_UNIT)
    return Seat(known[role], place)


def _words(row: Row, key: str, known: type[Word]) -> frozenset[Word]:
    """Each word of a list, one of a fixed set."""
    values = {one.value: one for one in known}
    texts = row.texts(key)
    for text in texts:
        if text not in values:
            row.fault(f"“{key}”里的“{text}”应是 {'、'.join(values)} 之一")
    return frozenset(values[text] for text in texts if text in values)


def _money(row: Row, key: str) -> int:
    text = row.text(key, "")
    try:
        return int(parse_money(text)) if text else 0
    except NotMoney as error:
        row.fault(f"“{key}”：{error.message}")
        return 0


def _field(row: Row) -> FormField:
    kind = row.text("kind")
    if kind not in FIELD_KINDS:
        row.fault(f"“kind”是“{kind}”；应是 {'、'.join(FIELD_KINDS)} 之一")
    return FormField(
        row.pattern("id", IDENTIFIER, "小写英文标识"), row.text("label"), kind, row.flag("required", default=True),
        row.text("hint", ""), row.texts("options"),
    )  # fmt: skip


def _check_way(head: Row, begin: Begin, steps: tuple[Step, ...]) -> None:
    """Every step that another names is there, on the right side of it, and refusals are confirmed by somebody else."""
    place = {step.id: at for at, step in enumerate(steps)}
    if not steps or (begin is Begin.APPLICATION) != (steps[0].kind is StepKind.SUBMISSION):
        head.fault("申报开始的流程第一步应是 submission，名单开始的流程不应有")
    for at, step in enumerate(steps):
        earlier = (*step.apart_from, *([step.sends_back_to] if step.sends_back_to else []))
        earlier += ((step.notice.upheld_to,) if step.notice else ())
        for name in earlier:
            if place.get(name, len(steps)) >= at:
                head.fault(f"“{step.name}”提到的“{name}”应是它前面的环节")
        if step.confirmed_by and place.get(step.confirmed_by, -1) <= at:
            head.fault(f"“{step.name}”的 confirmed_by “{step.confirmed_by}”应是它后面的环节")
        if Act.REJECT in step.acts and not step.confirmed_by:
            head.fault(f"“{step.name}”可以不予支持，但没有写由哪一步确认（confirmed_by）")
        if (Act.SEND_BACK in step.acts) != bool(step.sends_back_to):
            head.fault(f"“{step.name}”的 send_back 与 sends_back_to 应同时有或同时没有")
        if not step.seats:
            head.fault(f"“{step.name}”没有写席位（seats）")
    _check_confirming(head, steps, place)
    if len(place) != len(steps):
        head.fault("有两个环节同名")


def _check_confirming(head: Row, steps: tuple[Step, ...], place: Mapping[str, int]) -> None:
    for step in steps:
        confirming = steps[place[step.confirmed_by]] if step.confirmed_by in place else None
        if confirming is None:
            continue
        wanted = Proposal.REMOVE if step.kind is StepKind.REPORTING else Proposal.REJECT
        if wanted not in confirming.serves:
            head.fault(f"“{confirming.name}”要确认“{step.name}”的意见，serves 应有 {wanted.value}")
        if step.kind is StepKind.REVIEW and step.id not in confirming.apart_from and confirming.persons < 2:
            head.fault(f"“{confirming.name}”应与“{step.name}”分人办理（apart_from）")
    reviews = [step for step in steps if step.kind is StepKind.REVIEW and Proposal.GRANT in step.serves]
    alone = all(step.persons == 1 and len(step.seats) == 1 for step in reviews)
    if reviews and alone and not any(later.apart_from for _, later in pairwise(reviews)):
        head.fault("没有一步分人办理；任何决定都不能由一个人作出")
