"""案卷里的规则: the facts adopted, the clause as it was, the readings, the calculation step by step, and it worked out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from luoqiao.apps.cases.queries.packet import PacketSource
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.auditor.packet.section import Section, Table, as_json, rows_of

SOURCES = {one.value: one.label for one in Source}


def decision(source: PacketSource) -> Section:
    """审定: what was granted to whom, by tier, under which snapshot."""
    one, basis = source.frozen, source.frozen.pack.basis
    row, amounts = one.row, one.granted.decided
    tiers = [(tier.label, show_yuan(amounts[tier.code]).removesuffix(" 元")) for tier in basis.tiers if amounts.get(tier.code)]
    lowered = f"低于规则的理由：{one.granted.lowered_because}。" if one.granted.lowered_because else ""
    lines = (
        f"{row.enterprise_name}（{row.uscc}），{row.title}，{row.year} 年度{f'，{row.subject}' if row.subject else ''}。",
        f"审定合计 {show_yuan(sum(amounts.values()))}。{lowered}",
        f"审定所依据的快照，SHA-256 {one.granted.digest}。",
    )  # fmt: skip
    told = {
        "case": row.number, "uscc": row.uscc, "enterprise": row.enterprise_name, "clause": row.clause, "title": row.title,
        "year": row.year, "subject": row.subject, "rule_on": row.rule_on, "amounts_fen": dict(amounts),
        "snapshot": one.granted.digest, "lowered_because": one.granted.lowered_because, "events": one.state.seq,
        "state": one.state.stage.value, "ending": one.state.ending.value if one.state.ending else "",
    }  # fmt: skip
    table = Table(("级次", "金额（元）"), tuple(tiers), frozenset({1}))
    return Section("审定", lines, table, files={"decision.json": as_json(told)})


def facts(source: PacketSource) -> Section:
    """采用的事实: with what every source said; the file gives the digest of the snapshot, byte for byte."""
    kept = source.content.get("facts", ())
    rows = [(one["label"], one["adopted"], SOURCES.get(one["source"], one["source"]), _said(one["by_source"])) for one in kept]
    canonical = json.dumps(source.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    note = "文件 snapshot.json 是快照的原样，它的 SHA-256 就是快照的摘要。"
    table = Table(("事实", "采用", "来源", "各来源"), rows_of(rows))
    return Section("采用的事实", (note,), table, files={"snapshot.json": canonical.encode()})


def rule(source: PacketSource) -> Section:
    """条款: the file of the clause as it was in the version that the case is pinned to."""
    row, clause = source.frozen.row, source.frozen.clause
    version = {
        "pack": row.pack, "pack_digest": row.pack_digest, "document": source.frozen.pack.meta.number,
        "title": source.frozen.pack.meta.title, "clause": row.clause, "on": row.rule_on,
        "version": source.frozen.pack.basis.version,
    }  # fmt: skip
    lines = (
        f"《{version['title']}》（{version['document']}），{clause.title}，按 {row.rule_on} 的规则。",
        f"方案包版本 {row.pack_digest}。",
    )
    files = {f"rule/{row.clause}.md": source.clause_file, "rule/version.json": as_json(version)}
    return Section("条款", lines, text=source.clause_file.decode("utf-8", "replace"), files=files)


def readings(source: PacketSource) -> Section:
    """读法: which option of each unclear sentence was used, and whether anybody had settled it."""
    answer = source.content.get("answer", {})
    undecided = set(answer.get("undecided_readings", ()))
    used = [str(one).partition("=")[::2] for one in answer.get("readings", ())]
    rows = [(question, letter, "未裁定，按默认" if question in undecided else "已裁定") for question, letter in used]
    told = [{"question": question, "option": letter, "decided": question not in undecided} for question, letter in used]
    lines = () if rows else ("这一条没有用到有争议的读法。",)
    table = Table(("读法", "选项", "裁定"), rows_of(rows)) if rows else None
    return Section("读法", lines, table, files={"readings.json": as_json(told)})


def calculation(source: PacketSource) -> Section:
    """计算: every step with its arithmetic and the words that it rests on, as kept in the snapshot."""
    answer = source.content.get("answer", {})
    rows = [
        (str(step["number"]), step["rule"], "；".join(step["arithmetic"]), f"{step['name']} {step['result']}".strip(),
         _quotes(step))
        for step in answer.get("steps", ())
    ]  # fmt: skip
    earlier = source.content.get("earlier", {})
    lines = [f"此前已得 {name}：{amount} 元。" for name, amount in sorted(earlier.items())]
    table = Table(("步", "规则", "算式", "结果", "原文"), rows_of(rows))
    told = {"answer": answer, "earlier": earlier, "amounts": source.content.get("amounts", {})}
    return Section("计算", tuple(lines), table, files={"calculation.json": as_json(told)})


def recomputation(source: PacketSource) -> Section:
    """复算: the same facts put to the same rule when this packet was made; every difference."""
    found = source.done.differences
    rows = [(one.kind.label, one.sentence) for one in found]
    lines = ("用快照里的事实和上面的条款重新计算，与快照、审定、列表、公示、发票逐项比较，没有差异。",) if not found else ()
    told = [
        {"kind": one.kind.value, "expected": one.expected, "found": one.found, "message": one.sentence} for one in found
    ]
    table = Table(("差异", "说明"), rows_of(rows)) if found else None
    return Section("复算", lines, table, files={"recomputation.json": as_json({"differences": told})})


def _said(by_source: Mapping[str, object]) -> str:
    return "；".join(f"{SOURCES.get(name, name)} {value}" for name, value in by_source.items())


def _quotes(step: Mapping[str, Any]) -> str:
    return "".join(f"「{one['text']}」{one['anchor']}" for one in step["quotes"])
