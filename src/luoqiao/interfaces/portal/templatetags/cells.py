"""格的标签: one cell of a ruled table, made without a template, as a table has hundreds of them."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from luoqiao.interfaces.portal.form_parts import Cell, Column
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.interfaces.portal.templatetags.parts import emphasise, money, state_word, whole_codes

register = template.Library()
NOTHING = mark_safe("")
HEADING = mark_safe('th scope="row"')
BELOW = '<span class="below">{}</span>'


@register.simple_tag
def table_cell(cell: Cell, column: Column) -> SafeString:
    """A cell under its column: its name for a phone, what it is sorted by, what stands in it and below."""
    key = cell.kind == "key"
    side = "number" if column.number else "end" if column.end else ""
    classes = f"{side}{' key' if key or cell.strong else ''}{' bare' if column.bare else ''}"
    sort = cell.sort or (str(cell.fen) if cell.fen is not None else "")
    return format_html(
        '<{} class="{}" data-label="{}"{}>{}{}</{}>', HEADING if key else "td", classes, column.label,
        format_html(' data-sort="{}"', sort) if sort else NOTHING, _content(cell),
        format_html(BELOW, cell.below) if cell.below and cell.kind != "fact" else NOTHING, "th" if key else "td",
    )  # fmt: skip


def _content(cell: Cell) -> SafeString:
    match cell.kind:
        case "wan" | "yuan":
            kind = "struck" if cell.struck else "received" if cell.received else ""
            shown = money(cell.fen, cell.kind, kind, focusable=cell.strong and not cell.struck)
            return format_html('<a class="whole" href="{}">{}</a>', cell.href, shown) if cell.href else shown
        case "quote" if cell.quote is not None:
            return _quote(cell.quote)
        case "tag" if cell.tag is not None:
            return state_word(cell.tag)
        case "action":
            return render_to_string("components/button.html", {"action": cell.action})
        case "fact":
            return format_html('<span class="fact"><span class="fact-source">{}</span>{}</span>', cell.text, cell.below)
    if cell.links:
        return format_html_join("、", '<a class="whole" href="{}">{}</a>', ((one.href, one.label) for one in cell.links))
    text = whole_codes(cell.text)
    return format_html('<a href="{}">{}</a>', cell.href, text) if cell.href else conditional_escape(text)


def _quote(quote: Quote) -> SafeString:
    said = format_html('<span class="said">「{}」</span>', emphasise(quote.text, quote.emphasis))
    if not quote.anchor:
        return said
    if quote.href:
        return format_html('{}<a class="below" href="{}">{}</a>', said, quote.href, quote.anchor)
    return format_html("{}" + BELOW, said, quote.anchor)
