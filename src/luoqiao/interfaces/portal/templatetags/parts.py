"""部件标签: amounts, bars and bold numbers. Widths are whole thousandths of a percent, never floats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from luoqiao.core.kernel.money import show_wan, show_yuan, yuan_text
from luoqiao.interfaces.portal.form_parts import Cell, Column, RuledTable
from luoqiao.interfaces.portal.parts import CoveragePart, Tag, TierAmount

register = template.Library()

FULL = 100_000
NO_MONEY = mark_safe('<span class="money nothing"><span aria-hidden="true">—</span><span class="unseen">无</span></span>')
FOCUSABLE = mark_safe(' tabindex="0"')
_CODE = re.compile(r"([A-Z]-\d+(?:[A-Z])?)")


@dataclass(frozen=True, slots=True)
class Segment:
    """条的一段: start, width and end in percent as text, the shade, the tier it shows."""

    start: str
    width: str
    end: str
    shade: str
    label: str
    inner: bool


@register.filter
def wan(fen: int | None) -> str:
    """万元, two decimals; “—” for none."""
    return "—" if fen is None else show_wan(fen)


@register.filter
def yuan(fen: int | None) -> str:
    """元 with fen and its unit; “—” for none."""
    return "—" if fen is None else show_yuan(fen)


@register.filter
def yuan_figure(fen: int | None) -> str:
    """元 with fen, without the unit (the head of the column carries it)."""
    return "—" if fen is None else show_yuan(fen).removesuffix(" 元")


@register.filter
def yuan_value(fen: int) -> str:
    """元 for machines: no groups, no unit, as in JSON."""
    return yuan_text(fen)


@register.filter
def wan_range(low: int | None, most: int | None) -> str:
    """万元: one figure, or the two ends of a range when they differ."""
    if most is None or low is None or low == most:
        return wan(low if low is not None else most)
    return f"{show_wan(low)}–{show_wan(most)}"


@register.filter
def yuan_range(low: int | None, most: int | None) -> str:
    """元 with fen: one figure, or the two ends of a range when they differ."""
    if most is None or low is None or low == most:
        return yuan(low if low is not None else most)
    return f"{show_yuan(low).removesuffix(' 元')}–{show_yuan(most)}"


@register.filter
def emphasise(text: str, numbers: Sequence[str]) -> SafeString:
    """Set the given numbers of a quote in bold, each at its first place; the words stay as printed."""
    wanted = [re.escape(number) for number in sorted(numbers, key=len, reverse=True) if number]
    if not wanted:
        return conditional_escape(text)
    pieces = re.split(f"({'|'.join(wanted)})", text)
    return format_html_join(
        "", "{}", ((_bold(piece) if at % 2 else piece,) for at, piece in enumerate(pieces))
    )


@register.filter
def whole_codes(text: str) -> SafeString:
    """Keep codes such as X-12, T-07 on one line."""
    pieces = _CODE.split(text)
    return format_html_join(
        "", "{}", ((_whole(piece) if at % 2 else piece,) for at, piece in enumerate(pieces))
    )


@register.simple_tag
def money(fen: int | None, unit: str = "wan", kind: str = "", *, focusable: bool = False) -> SafeString:
    """An amount in a column; `unit` wan or yuan, `kind` received, struck or empty.

    The exact yuan shows on hover and on focus, is read out, and is copied by a click where scripts run. Made without a template,
    as a list has hundreds of them.
    """
    if fen is None:
        return NO_MONEY
    if unit == "yuan":
        return format_html('<data class="money {}" value="{}">{}</data>', kind, yuan_text(fen), yuan_figure(fen))
    exact, focus = show_yuan(fen), FOCUSABLE if focusable else ""
    return format_html(
        '<data class="money {}" value="{}" data-exact="{}"{}>{}<span class="exact">{}</span></data>',
        kind, yuan_text(fen), exact, focus, show_wan(fen), exact,
    )  # fmt: skip


@register.simple_tag
def state_word(tag: Tag) -> SafeString:
    """A word for a state, in its frame; it leads somewhere where the tag says so."""
    if tag.href:
        return format_html('<a class="tag {}" href="{}">{}</a>', tag.kind, tag.href, tag.label)
    return format_html('<span class="tag {}">{}</span>', tag.kind, tag.label)


@register.inclusion_tag("components/tier_bar.html")
def tier_bar(
    tiers: Iterable[TierAmount], scale: int | None = None, size: str = "", *, from_right: bool = False
) -> dict[str, object]:
    """Shares by tier on one scale (the sum itself when no scale is given)."""
    listed = list(tiers)
    amounts = [(tier.fen or 0, f"w{at}", tier.name) for at, tier in enumerate(listed, start=1)]
    whole = max(scale or 0, sum(amount for amount, _, _ in amounts))
    spoken = "，".join(f"{tier.name} {show_wan(tier.fen)} 万元" for tier in listed if tier.fen is not None)
    return {"segments": segments(amounts, whole, from_right=from_right), "size": size, "spoken": spoken}


@register.inclusion_tag("components/tier_bar.html")
def coverage_bar(parts: Iterable[CoveragePart], size: str = "") -> dict[str, object]:
    """Sentences by kind; those without a rule are hatched."""
    listed = list(parts)
    drawn = segments(
        [(part.count, part.shade, part.name) for part in listed], sum(part.count for part in listed)
    )
    return {
        "segments": drawn,
        "size": size,
        "spoken": "，".join(f"{part.name} {part.count}" for part in listed),
    }


@register.simple_tag
def tier_cells(tiers: Iterable[TierAmount]) -> list[tuple[TierAmount, str, str]]:
    """Each tier with its swatch and the width of its label, so that labels stand under segments."""
    listed = list(tiers)
    whole = sum(tier.fen or 0 for tier in listed)
    widths = [_percent(_part(tier.fen or 0, whole)) for tier in listed]
    return [
        (tier, f"w{at}", width) for at, (tier, width) in enumerate(zip(listed, widths, strict=True), start=1)
    ]


@register.filter
def with_columns(cells: Sequence[Cell], table: RuledTable) -> list[tuple[Cell, Column]]:
    """Cells of a row, each with its column."""
    return list(zip(cells, table.columns, strict=True))


@register.inclusion_tag("components/tier_bar.html")
def progress_bar(done: int, whole: int) -> dict[str, object]:
    """How much of a whole is done; what is more than the whole does not go beyond the bar."""
    drawn = segments([(min(done, whole), "w1", "已完成"), (max(whole - done, 0), "w4", "未完成")], whole)
    return {"segments": drawn, "size": "thin", "spoken": f"完成 {show_wan(done)} 万元，共 {show_wan(whole)} 万元"}


@register.simple_tag
def share(tenths: int) -> str:
    """6.4%, from tenths of a percent."""
    return f"{tenths // 10}.{tenths % 10}%"


def segments(
    amounts: Sequence[tuple[int, str, str]], whole: int, *, from_right: bool = False
) -> list[Segment]:
    """Cut a bar: ends are rounded, not widths, so that segments meet and the last ends where it should."""
    total = sum(amount for amount, _, _ in amounts)
    done = whole - total if from_right else 0
    drawn: list[Segment] = []
    for amount, shade, label in amounts:
        if amount <= 0:
            continue
        start, end = _part(done, whole), _part(done + amount, whole)
        drawn.append(
            Segment(_percent(start), _percent(end - start), _percent(end), shade, label, inner=bool(drawn))
        )
        done += amount
    return drawn


def _part(amount: int, whole: int) -> int:
    return (2 * FULL * amount + whole) // (2 * whole) if whole > 0 else 0


def _percent(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}%"


def _whole(code: str) -> SafeString:
    return format_html('<span class="whole">{}</span>', code)


def _bold(text: str) -> SafeString:
    return format_html("<strong>{}</strong>", text)
