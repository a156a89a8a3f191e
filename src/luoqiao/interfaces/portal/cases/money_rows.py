"""案件页上的资金: what each tier gives under the case and where it is now, in a line each, with the way to the whole account."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.apps.funds.queries.shares import list_shares_of
from luoqiao.core.funds.share import ShareState, ShareView
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.parts import Link, Tag, TagKind

KINDS: dict[ShareState, TagKind] = {
    ShareState.PAID: "paid", ShareState.RECORDED: "paid", ShareState.RETURNED: "late", ShareState.QUEUED: "undetermined",
    ShareState.UNBUDGETED: "undetermined", ShareState.AWAITING: "undetermined",
}  # fmt: skip
SEES_FIRM = (Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.AUDITOR, Role.LEADER, Role.TOWN_CLERK)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """一级的资金."""

    tier: str
    fen: int
    tag: Tag
    said: str


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """资金一栏; `link` leads to everything that the enterprise was given."""

    rows: tuple[MoneyRow, ...]
    link: Link | None


def money_part(file: CaseFile, actor: Actor) -> MoneyPart | None:
    """The part for whoever reads the case; None while nothing is decided."""
    shares = [one for one in list_shares_of(file.row.number) if one.state is not ShareState.RELEASED]
    if not shares:
        return None
    rows = tuple(MoneyRow(one.tier_label, one.amount, Tag(one.state.label, KINDS.get(one.state, "plain")), _said(one, file))
                 for one in shares)  # fmt: skip
    return MoneyPart(rows, _link(file, actor))


def _said(share: ShareView, file: CaseFile) -> str:
    if share.awaiting and share.state in (ShareState.AWAITING, ShareState.RESERVED):
        labels = {tier.code: tier.label for tier in file.pack.basis.tiers}
        return f"等{'、'.join(labels.get(tier, tier) for tier in share.awaiting)}兑现"
    return share.because if share.state in (ShareState.QUEUED, ShareState.RETURNED, ShareState.RECORDED) else ""


def _link(file: CaseFile, actor: Actor) -> Link | None:
    if actor.holds(Role.ENTERPRISE_AGENT, file.row.uscc):
        href = address("funds:my_money")
        return Link("资金到哪了", f"{href}?uscc={file.row.uscc}") if href else None
    href = address("funds:firm", file.row.uscc) if actor.has(*SEES_FIRM) else ""
    return Link("企业的全部资金", href) if href else None
