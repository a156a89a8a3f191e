"""案卷里的经过: documents with their digests, who agreed when to what, what was published, every event, every audit entry."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from luoqiao.apps.cases.queries.packet import PacketSource
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import from_values
from luoqiao.core.cases.event_values import encode
from luoqiao.core.cases.notice import RowState
from luoqiao.core.cases.objection import ObjectionState
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.auditor.packet.section import Section, Table, as_json, moment, rows_of
from luoqiao.interfaces.portal.cases.history_words import happened
from luoqiao.interfaces.portal.cases.words import desk_words

LONG_AGO = date(1, 1, 1)
"""A day in no year that matters: moments are then written with their year, whenever the packet is made."""


def documents(source: PacketSource) -> Section:
    """材料: what each is used as, and the digests by which the original can be told."""
    rows = [(name, one.title, f"{one.size:,}", one.sha256, one.sm3) for name, one in source.documents]
    told = [
        {"id": one.id, "requirement": name, "title": one.title, "file": one.original_name, "bytes": one.size,
         "sha256": one.sha256, "sm3": one.sm3, "uploaded_by": one.uploaded_name, "uploaded_at": one.uploaded_at}
        for name, one in source.documents
    ]  # fmt: skip
    lines = ("案卷里只有材料的摘要，不含材料本身。",) if rows else ("审定时没有附材料。",)
    table = Table(("用作", "名称", "字节数", "SHA-256", "SM3"), rows_of(rows), frozenset({2}), frozenset({3, 4}))
    return Section("材料", lines, table if rows else None, files={"documents.json": as_json(told)})


def approvals(source: PacketSource) -> Section:
    """审批: who, in which post, when, with which opinion, on which snapshot."""
    given = [one for one in source.file.history if isinstance(one.event, e.Approved | e.Rejected | e.SentBack | e.Returned)]
    pack = source.frozen.pack
    rows, told = [], []
    for one in given:
        event = one.event
        step = source.file.step_name(event.step)  # type: ignore[union-attr] # each of them is at a step
        name = f"{one.name}（代{one.for_name}）" if one.for_name else one.name
        rows.append((step, _deed(event), name, desk_words(one.post, pack), moment(one.at), _opinion(event), _snapshot(event)))
        told.append({
            "seq": one.seq, "step": step, "deed": event.kind, "name": one.name, "post": one.post, "for": one.for_name,
            "at": one.at, **encode(event),
        })  # fmt: skip
    heads = ("环节", "怎样办", "何人", "岗位", "何时", "意见和金额", "快照")
    return Section("审批", (), Table(heads, rows_of(rows), codes=frozenset({6})), files={"approvals.json": as_json(told)})


def notices(source: PacketSource) -> Section:
    """公示: on which days, which row, which amount; objections without those who made them."""
    rows = [
        (one.notice, f"第 {one.place} 行", f"{one.first_on} 至 {one.last_on}", RowState(one.state).label or "公示中",
         "—" if one.amount is None else show_yuan(one.amount).removesuffix(" 元"))
        for one in source.notices
    ]  # fmt: skip
    told = [
        {"notice": one.notice, "title": one.title, "row": one.place, "first_on": one.first_on, "last_on": one.last_on,
         "prepared_by": one.prepared_name, "posted_by": one.posted_name, "posted_at": one.posted_at, "state": one.state,
         "amounts_fen": one.amounts, "removed_because": one.because, "settled_at": one.settled_at}
        for one in source.notices
    ]  # fmt: skip
    objected = [
        {"receipt": one.receipt, "notice": one.notice, "state": one.state, "received_at": one.received_at,
         "answer_due_on": one.answer_due_on, "upheld": one.upheld, "closed_at": one.closed_at}
        for one in source.objections
    ]  # fmt: skip
    lines = [
        f"异议 {one.receipt}：{moment(one.received_at)} 收到，{ObjectionState(one.state).label}"
        f"{'，成立' if one.upheld else '，不成立' if one.upheld is False else ''}。"
        for one in source.objections
    ] or (["没有异议。"] if rows else ["还没有公示过。"])
    table = Table(("公示号", "位置", "公示期", "状态", "金额（元）"), rows_of(rows), frozenset({4})) if rows else None
    files = {"notices.json": as_json({"rows": told, "objections": objected})}
    return Section("公示", tuple(lines), table, files=files)


def history(source: PacketSource) -> Section:
    """经过: every event that this reader is told of."""
    file = source.file
    said = [happened(one, file, LONG_AGO) for one in file.history]
    rows = [
        (one.seq, moment(recorded.at), f"{one.place} {one.name}".strip(), "；".join((one.what, *one.lines)))
        for one, recorded in zip(said, file.history, strict=True)
    ]
    told = [
        {"seq": one.seq, "at": one.at, "kind": one.event.kind, "name": one.name, "post": one.post, "for": one.for_name,
         "values": _values(one.event, experts=file.told_of_experts)}
        for one in file.history
    ]  # fmt: skip
    table = Table(("序", "何时", "何人", "何事"), rows_of(rows), frozenset({0}))
    return Section("经过", (), table, files={"history.json": as_json(told)})


def audit_entries(source: PacketSource) -> Section:
    """审计记录: the entries of the case, without the records of packets that were taken."""
    rows = [
        (one.id, f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}", one.name, one.action, one.reason) for one in source.entries
    ]
    told = [
        {"id": one.id, "at": one.at, "user": one.user, "name": one.name, "post": one.post, "for_user": one.for_user,
         "action": one.action, "reason": one.reason, "detail": one.detail}
        for one in source.entries
    ]  # fmt: skip
    table = Table(("号", "何时", "何人", "何事", "理由"), rows_of(rows), frozenset({0}), frozenset({3}))
    return Section("审计记录", ("不含下载案卷的记录。",), table, files={"audit.json": as_json(told)})


def _deed(event: e.Event) -> str:
    match event:
        case e.Approved():
            return "同意"
        case e.Rejected():
            return "拟不予支持"
        case e.SentBack():
            return "退回重审"
    return "告知补正"


def _opinion(event: e.Event) -> str:
    match event:
        case e.Approved(opinion=opinion, amounts=amounts, lowered_because=lowered, credit=credit):
            total = "" if amounts is None else f"金额 {show_yuan(sum(amounts.values()))}"
            checked = from_values(credit).words if credit else ""
            return "；".join(filter(None, (opinion, total, f"降低的理由：{lowered}" if lowered else "", checked)))
        case e.Rejected(reasons=reasons):
            return "；".join(reasons)
        case e.SentBack(reason=reason):
            return reason
        case e.Returned(items=items):
            return "；".join(f"{one.name}：{one.reason}" for one in items)
    return ""


def _snapshot(event: e.Event) -> str:
    return str(getattr(event, "snapshot", ""))[:16]


def _values(event: e.Event, *, experts: bool) -> object:
    """Who scored stays with those who are told."""
    values = dict(encode(event))
    if isinstance(event, e.ScoringClosed) and not experts:
        values = {name: value for name, value in values.items() if name not in ("experts", "snapshot")}
    return values
