"""试算的表: readings side by side, who gains by industry, township and size, and the ten largest changes."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.kernel.money import show_wan, show_yuan
from luoqiao.core.parties.trial_takers import LABELS
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial_readings import ReadingRow
from luoqiao.core.rules.trial_result import Cost, Group
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.whatif_answer import Answer

LONGEST_SHOWN = 40
FEWEST_PARTED = 10


def paying_tiers(answer: Answer, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Tiers that pay anything under any reading, today or in the scenario."""
    rows = answer.by_readings.rows
    return tuple(
        tier for tier in tiers
        if any(row.before.by_tier[tier.code] or row.after.by_tier[tier.code] for row in rows)
    )  # fmt: skip


def reading_table(answer: Answer, tiers: tuple[Tier, ...]) -> RuledTable:
    """A row for each combination of readings; today's cost and the difference under each amount."""
    paying = paying_tiers(answer, tiers)
    columns = (
        Column("读法"),
        *(Column(f"{tier.label}（万元）", number=True) for tier in paying),
        Column("合计（万元）", number=True), Column("享受（家）", number=True),
    )  # fmt: skip
    rows = tuple(_reading_row(row, paying, turned=bool(answer.turned)) for row in answer.by_readings.rows)
    return RuledTable("按不同读法的费用", columns, rows, stacking=True)


def reading_label(row: ReadingRow) -> str:
    """X-11 A · X-12 B."""
    return " · ".join(f"{question} {letter}" for question, letter in row.letters.items()) or "读法不影响金额"


def _reading_row(row: ReadingRow, paying: tuple[Tier, ...], *, turned: bool) -> Row:
    said = "默认" if row.default else "所选" if row.chosen else ""
    cells = [Cell("key", reading_label(row), below=said)]
    for tier in paying:
        before, after = row.before.by_tier[tier.code], row.after.by_tier[tier.code]
        cells.append(Cell("wan", fen=after, below=_against(before, after) if turned else ""))
    whole = _against(row.before.total, row.after.total) if turned else ""
    cells.append(Cell("wan", fen=row.after.total, below=whole, strong=True))
    helped = f"现行 {row.before.helped}" if row.before.helped != row.after.helped else ""
    cells.append(Cell("text", str(row.after.helped), below=helped, sort=str(row.after.helped)))
    return Row(tuple(cells), "is-selected" if row.chosen else "")


def _against(before: int, after: int) -> str:
    return f"现行 {show_wan(before)}，{signed(after - before)}" if after != before else f"现行 {show_wan(before)}，不变"


def signed(more: int) -> str:
    """+13.91 or -2.00 in 万元, with a real minus sign."""
    return f"{'+' if more > 0 else '−' if more < 0 else ''}{show_wan(abs(more))}"


def group_tables(answer: Answer) -> tuple[tuple[str, RuledTable], ...]:
    """Who gains: a table for industry, township and size, in the usual order of each."""
    return tuple(
        (word, _group_table(answer, label, word, order))
        for (label, word), order in zip(LABELS.items(), answer.population.orders, strict=True)
    )


def _group_table(answer: Answer, label: str, word: str, order: tuple[str, ...]) -> RuledTable:
    held = {group.name: group for group in answer.compared.groups if group.label == label}
    names = [*(name for name in order if name in held), *(name for name in held if name not in order)]
    lost = bool(answer.compared.change.losers)
    columns = (
        Column(word), Column("参加（家）", number=True), Column("受益", number=True),
        *([Column("减少", number=True)] if lost else []),
        Column("一年变化（万元）", number=True, sortable=True), Column("中位（元）", number=True),
    )  # fmt: skip
    rows = tuple(_group_row(held[name], lost=lost) for name in names)
    return RuledTable(f"按{word}看谁受益", columns, rows, dense=True)


def _group_row(group: Group, *, lost: bool) -> Row:
    change = group.change
    median = dict(change.quantiles).get(50)
    return Row((
        Cell("key", _short(group.name) or "未填"), Cell("text", str(group.after.taking_part)),
        Cell("text", str(change.winners)), *([Cell("text", str(change.losers))] if lost else []),
        Cell("wan", fen=change.net), Cell("yuan", fen=median),
    ))  # fmt: skip


def largest_table(answer: Answer) -> RuledTable:
    """The ten largest changes, with what each got and gets."""
    columns = (
        Column("企业", bare=True), Column("现行（元）", number=True), Column("设想（元）", number=True),
        Column("变化（元）", number=True),
    )  # fmt: skip
    return RuledTable("变化最大的十家", columns, tuple(_largest_rows(answer)), stacking=True)


def _largest_rows(answer: Answer) -> Iterator[Row]:
    for moved in answer.compared.largest:
        firm = answer.population.firms[moved.key]
        yield Row((
            Cell("key", _short(firm.name), below=" · ".join(filter(None, map(_short, firm.labels)))),
            Cell("yuan", fen=moved.before),
            Cell("yuan", fen=moved.after), Cell("yuan", fen=moved.gain, strong=True),
        ))  # fmt: skip


def _short(text: str) -> str:
    """A name as long as a row takes; files hold it whole."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def quantile_words(answer: Answer) -> str:
    """How much those whose amount changes gain: a tenth, a quarter, half, three quarters, nine tenths.

    Nothing while they are so few that tenths say nothing.
    """
    if answer.compared.change.winners + answer.compared.change.losers < FEWEST_PARTED:
        return ""
    found = dict(answer.compared.change.quantiles)
    if not found:
        return ""
    names = {10: "一成", 25: "四分之一", 50: "一半", 75: "四分之三", 90: "九成"}
    return "；".join(f"{name}不超过 {show_yuan(found[part])}" for part, name in names.items() if part in found)


def cost_cells(cost: Cost, tiers: tuple[Tier, ...]) -> tuple[int, ...]:
    """Amounts by tier in order."""
    return tuple(cost.by_tier[tier.code] for tier in tiers)
