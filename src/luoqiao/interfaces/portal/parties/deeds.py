"""经过的话: what the stable words of the register's audit mean."""

from __future__ import annotations

from luoqiao.core.parties.holding import HoldingKind

_WORDS = {
    "enterprise.registered": "登记",
    "enterprise.corrected": "更正",
    "title.recorded": "登记称号",
    "standing.recorded": "登记身份",
    "account.proposed": "提出收款账户",
    "account.confirmed": "确认收款账户",
    "account.refused": "不予确认收款账户",
    "account.withdrawn": "撤回收款账户",
    "contact.kept": "登记联系人",
    "contact.ended": "停用联系人",
    "data.unmasked": "查看隐去的信息",
    "named.linked": "关联文件点名的企业",
    "named.unlinked": "解除与文件点名企业的关联",
    "project.owner_set": "登记项目业主",
}


def deed_words(action: str) -> str:
    """The Chinese words of an action; itself when it is another part's."""
    if action in _WORDS:
        return _WORDS[action]
    kind, _, done = action.partition(".")
    if kind in set(HoldingKind):
        return f"{'登记' if done == 'kept' else '停用'}{HoldingKind(kind).label}"
    return action
