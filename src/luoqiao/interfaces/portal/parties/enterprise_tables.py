"""一页通的表: names, standings, titles, what the firm has, projects, contacts and accounts, as ruled tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.parties import queries
from luoqiao.core.parties.account import AccountState, AccountView
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.enterprise_fields import RegisterWords
from luoqiao.core.parties.holding import HOLDING_FIELDS, HoldingField, HoldingKind
from luoqiao.core.parties.masking import mask_bank_account
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Link


def names_table(names: Iterable[queries.HeldName]) -> RuledTable:
    columns = (Column("名称", bare=True), Column("起用"), Column("停用"), Column("依据"))
    rows = (
        Row(
            (
                Cell("key", one.name),
                Cell(text=_day(one.from_on, "登记前")),
                Cell(text=_day(one.until_on, "现用")),
                Cell(text=one.source),
            )
        )
        for one in names
    )
    return RuledTable("名称沿革", columns, tuple(rows), stacking=True, dense=True)


def standings_table(uscc: str, on: date) -> RuledTable | None:
    found = queries.list_standings(uscc)
    columns = (
        Column("身份", bare=True),
        Column("起日"),
        Column("止日（不含）"),
        Column("今天"),
        Column("来源"),
    )
    rows = tuple(
        Row((Cell("key", one.kind.label), Cell(text=_day(one.from_on)), Cell(text=_day(one.until_on, "没有止日")),
             Cell(text="是" if one.holds_on(on) else "不是"), Cell(text=one.source)))
        for one in reversed(found)
    )  # fmt: skip
    return RuledTable("规上等身份", columns, rows, stacking=True, dense=True) if rows else None


def titles_table(uscc: str, on: date) -> RuledTable | None:
    columns = (
        Column("称号", bare=True),
        Column("级别"),
        Column("认定日期"),
        Column("有效期至"),
        Column("复核通过"),
        Column("编号、文号"),
        Column("来源"),
    )
    rows = tuple(
        Row(
            (
                Cell("key", one.kind.label, below=one.product),
                Cell(text=one.level.label),
                Cell(text=_day(one.recognised_on)),
                Cell(text=_last_day(one.valid_until), below="" if one.holds_on(on) else "今天已不持有"),
                Cell(text=_day(one.reverified_on, "—")),
                Cell(text="；".join(filter(None, (one.number, one.document_number))) or "—"),
                Cell(text=one.source),
            )
        )
        for one in queries.list_titles(uscc)
    )
    return RuledTable("称号", columns, rows, stacking=True, dense=True) if rows else None


def holdings_of(
    firm: EnterpriseView, kind: HoldingKind, may: Mapping[str, bool], actor: Actor
) -> dict[str, object]:
    fields = [field for field in HOLDING_FIELDS[kind] if field.key != "name"]
    found = queries.list_holdings(firm.uscc, kind)
    edit = {
        one.id: reverse("parties:holding", args=(firm.uscc, kind.value, one.id))
        for one in found
        if may["keep_equipment"]
    }
    columns = (
        Column("名称", bare=True),
        *(Column(field.label.removeprefix("是否")) for field in fields),
        Column("填报", bare=True),
    )
    official = not actor.has(Role.ENTERPRISE_AGENT)
    rows = tuple(
        Row(
            (
                Cell("key", one.name, href=edit.get(one.id, "")),
                *(
                    Cell(text=_told(one, field), below=_elsewhere(one, field) if official else "")
                    for field in fields
                ),
                Cell(text=one.entered_by, below=f"代填，{one.consent}同意" if one.assisted else "企业自填"),
            )
        )
        for one in found
    )
    add = Link(f"添加{kind.label}", reverse("parties:holding_new", args=(firm.uscc, kind.value)))
    return {
        "kind": kind.value, "title": kind.label, "add": add if may["keep_equipment"] else None,
        "table": RuledTable(kind.label, columns, rows, stacking=True, dense=True) if rows else None,
    }  # fmt: skip


def _told(one: queries.Holding, field: HoldingField) -> str:
    return one.fields[field.key] or ("还不清楚" if field.kind == "flag" else "—")


def _elsewhere(one: queries.Holding, field: HoldingField) -> str:
    """Officials see when another firm has a machine with the same number."""
    return (
        f"同一编号也登记在 {'、'.join(one.elsewhere)}"
        if field.key == "serial_number" and one.elsewhere
        else ""
    )


def projects_table(uscc: str, words: RegisterWords) -> RuledTable | None:
    columns = (Column("项目", bare=True), Column("文件中的编号"), Column("方案产业"), Column("阶段"))
    rows = tuple(
        Row((Cell("key", one.name), Cell(text=one.code or "—"), Cell(text=words.industries.get(one.industry, "—")),
             Cell(text=one.stage or "未报")))
        for one in queries.list_projects(uscc)
    )  # fmt: skip
    return RuledTable("项目", columns, rows, stacking=True, dense=True) if rows else None


def contacts_table(firm: EnterpriseView, may: Mapping[str, bool]) -> RuledTable | None:
    columns = (Column("联系人", bare=True), Column("电话"), Column("职务"), Column("", end=True, bare=True))
    rows = tuple(
        Row((
            Cell("key", one.name), Cell(text=one.phone), Cell(text=one.duty or "—"),
            _doing(
                ("查看", reverse("parties:contact_whole", args=(firm.uscc, one.id)), may["unmask"]),
                ("更正", reverse("parties:contact", args=(firm.uscc, one.id)), may["keep_contacts"]),
            ),
        ))
        for one in queries.list_contacts(firm.uscc)
    )  # fmt: skip
    return RuledTable("联系人", columns, rows, stacking=True, dense=True) if rows else None


def accounts_table(firm: EnterpriseView, on: date, may: Mapping[str, bool]) -> RuledTable | None:
    columns = (
        Column("账户", bare=True),
        Column("账号"),
        Column("用途"),
        Column("状态"),
        Column("提出"),
        Column("", end=True, bare=True),
    )
    rows = tuple(_account_row(one, on, may) for one in queries.list_accounts(firm.uscc))
    return RuledTable("收款账户", columns, rows, stacking=True, dense=True) if rows else None


def _account_row(one: AccountView, on: date, may: Mapping[str, bool]) -> Row:
    below = account_note(one, on)
    waits = one.state is AccountState.PROPOSED
    return Row((
        Cell("key", f"{one.bank}{f'（{one.branch}）' if one.branch else ''}", below=one.holder),
        Cell(text=mask_bank_account(one.number)), Cell(text=one.purpose.label), Cell(text=one.state.label, below=below),
        Cell(text=one.proposed_by_name, below=f"{timezone.localtime(one.proposed_at):%Y-%m-%d}"),
        _doing(
            ("查看", reverse("parties:account_whole", args=(one.uscc, one.id)), may["unmask"]),
            ("办理", reverse("parties:account", args=(one.id,)), waits and may["confirm_account"]),
            ("撤回", reverse("parties:account_withdraw", args=(one.id,)), waits and may["propose_account"]),
        ),
    ))  # fmt: skip


def account_note(one: AccountView, on: date) -> str:
    """From when to when an account serves, in words."""
    if one.state is AccountState.REFUSED:
        return one.refused_because
    if one.usable_from is None:
        return ""
    if on < one.usable_from:
        return f"冷静期内，{one.usable_from} 起启用"
    if one.usable_until is not None:
        until = f"用到 {one.usable_until} 前"
        return f"{one.usable_from} 起，{until}" if on < one.usable_until else f"{until}，已换"
    return f"{one.usable_from} 起启用，正在用"


def _doing(*links: tuple[str, str, bool]) -> Cell:
    return Cell("link", links=tuple(Link(label, href) for label, href, may in links if may), text="—")


def _day(day: date | None, otherwise: str = "—") -> str:
    return day.isoformat() if day is not None else otherwise


def _last_day(until: date | None) -> str:
    """The last day of a half-open period, as papers write it."""
    return date.fromordinal(until.toordinal() - 1).isoformat() if until is not None else "没有写"
