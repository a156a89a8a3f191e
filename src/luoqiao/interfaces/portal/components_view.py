"""部件样张 `/_components`: every part of the portal in every state, the tokens and their contrast on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.components_samples import clause, evidence, forms, lists, source, tables
from luoqiao.interfaces.portal.parts import Action, Link, Tag

TOKENS = Path(__file__).parent / "static" / "luoqiao" / "css" / "tokens.css"

NAMES = {
    "paper": "纸",
    "sheet": "面",
    "sunk": "沉",
    "line": "细线",
    "line2": "粗线",
    "ctl": "控件边",
    "ink3": "淡墨",
    "ink2": "次墨",
    "ink": "墨",
    "water": "水深",
    "w2": "水中",
    "w3": "水浅",
    "watert": "水痕",
    "red": "朱",
    "redt": "朱底",
    "green": "绿",
    "greent": "绿底",
    "scan": "扫描件底",
}

THEMES = {"light": "浅色", "dark": "深色", "auto": "随系统"}


@dataclass(frozen=True, slots=True)
class Swatch:
    """色样: token, Chinese name, value and contrast on paper."""

    token: str
    name: str
    value: str
    ratio: str


def read_tokens(css: str, selector: str) -> dict[str, str]:
    """The colours that a rule of the token sheet sets, by token name."""
    body = re.search(re.escape(selector) + r" \{(.*?)\n\}", css, re.DOTALL)
    if body is None:
        raise LookupError(selector)
    return dict(re.findall(r"--([a-z0-9]+): (#[0-9A-F]{6});", body[1]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as accessibility guidelines define it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def components(request: HttpRequest) -> HttpResponse:
    """Show the sheet; `?theme=` chooses light (default), dark or the reader's own."""
    theme = request.GET.get("theme", "light")
    theme = theme if theme in THEMES else "light"
    rule = ':root[data-theme="dark"]' if theme == "dark" else ":root"
    colours = read_tokens(TOKENS.read_text(encoding="utf-8"), rule)
    swatches = [
        Swatch(token, name, colours[token], f"{contrast(colours[token], colours['paper']):.1f}")
        for token, name in NAMES.items()
    ]
    context = {
        "lists": lists,
        "clause": clause,
        "source": source,
        "forms": forms,
        "tables": tables,
        "evidence": evidence,
        "swatches": swatches,
        "theme": theme,
        "themes": [Link(label, f"?theme={key}") for key, label in THEMES.items()],
        "demonstration": "本页的企业、日期与金额均为示例，引文为文件原文。",
        "buttons": [
            Action("申报", kind="primary"),
            Action("导出表格", "#"),
            Action("拟不予支持", kind="refuse"),
            Action("", off="不能复核本人经办"),
        ],
        "small_buttons": [
            Action("看条款", "#", "primary", small=True),
            Action("提请裁定", "#", small=True),
            Action("打印", small=True, prints=True),
        ],
        "page_actions": [Action("打印", prints=True), Action("导出表格", "#"), Action("重新填写", "#")],
        "facts": ["91350504MA00000000", "机械装备", "双阳街道", "规上企业"],
        "facts_link": Link("依据 21 项事实", "#"),
        "meta_items": [
            ("对象", "企业，按年度"),
            ("牵头", "区工信局"),
            ("期限", "2022-06-30 至 2023-12-31"),
            ("方式", "申报"),
            ("补助给", "使用企业"),
        ],
        "ceiling": Tag("预估上限", "estimate"),
        "calculated": wan("8.64"),
        "chart": render_to_string("pages/_components_chart.html"),
        "chart_legend": [("w2", "市级"), ("w3", "区级")],
        "first_step": Action("先做政策体检", "#", "primary"),
        "source_link": Link("在原文中查看", "#"),
    }
    return render(request, "pages/_components.html", context)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
