"""案卷里的资金: what each tier gives, where it stands, and every journal under the case, payments and what came back included."""

from __future__ import annotations

from luoqiao.apps.cases.queries.packet import PacketSource
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.auditor.packet.section import Section, Table, as_json, moment, rows_of


def money(source: PacketSource) -> Section:
    """资金: shares by tier in sentences, journals in the table and in the file."""
    lines = tuple(
        f"{one.tier_label}审定 {show_yuan(one.wanted)}，应付 {show_yuan(one.amount)}，{one.state.label}"
        f"{f'：{one.because}' if one.because else ''}。"
        for one in source.shares
    ) or ("还没有记账。",)
    rows = [
        (one.journal, moment(one.at), one.move.label, one.tier, show_yuan(one.amount).removesuffix(" 元"), one.name, one.reason)
        for one in source.booked
    ]  # fmt: skip
    told = {
        "shares": [{"tier": one.tier, "wanted_fen": one.wanted, "amount_fen": one.amount, "state": one.state.value,
                    "awaiting": list(one.awaiting), "because": one.because} for one in source.shares],
        "journals": [{"journal": one.journal, "at": one.at, "move": one.move.value, "tier": one.tier, "fen": one.amount,
                      "name": one.name, "reference": one.reference, "reason": one.reason} for one in source.booked],
    }  # fmt: skip
    heads = ("凭证", "何时", "记账", "级次", "金额（元）", "何人", "依据")
    table = Table(heads, rows_of(rows), frozenset({0, 4})) if rows else None
    return Section("资金", lines, table, files={"money.json": as_json(told)})
