"""资金的消息: the enterprise is told when money has arrived, or when the bank sent it back; once for each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from luoqiao.apps.funds.batch_rows import Answer
from luoqiao.apps.funds.models import Share
from luoqiao.core.funds.batch import LineState
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import Role

_KINDS = {LineState.PAID: Kind.MONEY_PAID, LineState.RETURNED: Kind.MONEY_RETURNED}


def told_of(answers: Sequence[Answer], shares: Mapping[int, Share], tiers: Mapping[str, str]) -> list[Notice]:
    """One message for each answer of the bank."""
    return [_notice(one, shares[one.line.share_id], tiers) for one in answers]


def _notice(one: Answer, share: Share, tiers: Mapping[str, str]) -> Notice:
    values = {
        "case_number": share.case_number, "matter": share.title, "enterprise": share.name,
        "amount": show_yuan(one.line.amount),
    }  # fmt: skip
    if one.state is LineState.PAID:
        values |= {"tiers": tiers.get(share.tier, share.tier), "note": f"银行 {one.on} 入账，凭证 {one.voucher or '未写'}"}
    else:
        account = f"收款户名 {one.line.holder}，账号尾号 {one.line.account_number[-4:]}"
        values |= {"reason": one.reason or "银行没有写明", "note": account}
    to = (desk(f"{Role.ENTERPRISE_AGENT.value}@{share.uscc}"),)
    about = f"case:{share.case_number}"
    key = f"{about}:{one.line.reference}:{one.state.value}"
    return Notice(_KINDS[one.state], to, values, f"/cases/{share.case_number}/", about, key, share.pack)
