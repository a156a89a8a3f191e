"""规则语言的词: the keywords, and the regular expressions of the terminals built from them."""

from __future__ import annotations

HAN = "\u4e00-\u9fff"
WORD = f"[{HAN}A-Za-z]"

CAP_WORDS = ("单家年度最高", "单家累计最高", "单个项目最高", "单家最高", "最高")
ONCE_WORDS = ("单家一次性", "一次性")
TYPE_WORDS = ("金额", "比例", "个数", "月数", "日期", "是否", "选项", "清单")
NEED_WORDS = ("输入", "选填", "记录")
COMPARE_WORDS = ("超过", "达到", "不低于", "不满", "低于", "不超过", "不高于")

KEYWORDS: tuple[str, ...] = (
    *NEED_WORDS, *CAP_WORDS, *ONCE_WORDS, *COMPARE_WORDS,
    "条件", "读法", "收款", "不计算", "无此项", "凭证", "提问", "缺省", "分档", "分类", "分摊", "余分归",
    "按", "由", "的", "加", "减", "且", "或", "为", "不为", "在", "至", "起", "内", "期间", "自", "满",
    "年化", "计息", "整月数", "逐个", "相加", "核定取", "仅限", "待", "兑现", "以上", "以下", "其余",
)  # fmt: skip

TERMINAL_WORDS = {
    "_CONDITION": "条件", "_READING": "读法", "_PAYEE": "收款", "NOTHING": "无此项", "_EVIDENCE": "凭证",
    "_DEFAULT": "缺省", "_BY_RANGE": "分档", "_BY_CHOICE": "分类", "_SHARE": "分摊", "_REST_TO": "余分归",
    "_BY": "按", "_FROM_TIERS": "由", "_OF": "的", "PLUS": "加", "MINUS": "减", "_AND": "且", "_OR": "或",
    "IS": "为", "IS_NOT": "不为", "_IN": "在", "_TO": "至", "_SINCE": "起", "_INSIDE": "内", "_PERIOD": "期间",
    "_SELF": "自", "_FULL": "满", "_YEARLY": "年化", "_INTEREST": "计息", "_WHOLE_MONTHS": "整月数",
    "_EACH": "逐个", "_ADD_UP": "相加", "_APPROVED": "核定取", "_ONLY": "仅限", "_AWAIT": "待", "_PAID": "兑现",
    "AT_LEAST": "以上", "AT_MOST": "以下", "REST": "其余", "MORE_THAN": "超过", "REACH": "达到",
    "NOT_BELOW": "不低于", "LESS_THAN": "不满", "BELOW": "低于", "NOT_OVER": "不超过", "NOT_ABOVE": "不高于",
    "CHOICE_TYPE": "选项",
}  # fmt: skip
"""Terminal → the word a reader knows; error messages speak in the words."""

SHOWN_TERMINALS = TERMINAL_WORDS | {
    "NAME": "名称", "IDENT": "英文标识", "MONEY": "金额", "PERCENT": "百分比", "SPAN": "年数或月数", "COUNT": "个数",
    "DAY": "日期", "RATIO": "比例（如 1:1）", "GRANTED": "某级实拨", "CAP": "最高", "ONCE": "一次性", "NEED": "输入",
    "SIMPLE_TYPE": "类型", "QUESTION": "提问", "READING_ID": "读法编号", "UNCODED": "不计算：理由",
    "COMMA": "，", "COLON": "：", "LPAR": "（", "RPAR": "）", "EQUAL": "=", "DUN": "、", "$END": "行末",
}  # fmt: skip


def keyword_pattern(word: str) -> str:
    """A keyword ends where no Han or Latin letter follows; digits and punctuation may touch it."""
    return f"{word}(?!{WORD})"


def terminals() -> str:
    """The keyword terminals of the grammar, in Lark's notation, with their priorities."""
    lines = [f"{name}.5: /{keyword_pattern(word)}/" for name, word in TERMINAL_WORDS.items()]
    any_of = "|".join(sorted(KEYWORDS, key=len, reverse=True))
    lines.append(f"CAP.6: /(?:{'|'.join(CAP_WORDS)})(?!{WORD})/")
    lines.append(f"ONCE.6: /(?:{'|'.join(ONCE_WORDS)})(?!{WORD})/")
    lines.append(f"NEED.6: /(?:{'|'.join(NEED_WORDS)})(?!{WORD})/")
    lines.append(f"SIMPLE_TYPE.6: /(?:{'|'.join(t for t in TYPE_WORDS if t != '选项')})(?!{WORD})/")
    lines.append(f"GRANTED.4: /{WORD}+实拨(?!{WORD})/")
    lines.append(f"NAME.2: /(?!(?:{any_of})(?!{WORD}))(?!{WORD}*实拨(?!{WORD})){WORD}+/")
    return "\n".join(lines)
