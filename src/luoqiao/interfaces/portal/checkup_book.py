"""体检的工作簿: 汇总, 可享, 待答, 不符合, 依据与读法, with exact yuan."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.core.rules.basis import ReadingUsed
from luoqiao.core.rules.readings import ReadingQuestion
from luoqiao.interfaces.portal.checkup_page import CheckupPage
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.checkup_rows import facts_said, moment_said
from luoqiao.interfaces.portal.parts import Quote, TierAmount

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_A_DECISION = "本表是按所填事实的测算，不是审批决定。金额单位：元。"


def checkup_book(programme: Programme, page: CheckupPage) -> Book:
    """The workbook of one checkup."""
    sheets = (
        _summary(programme, page),
        _had(page),
        _open(page),
        _refused(page),
        _basis(programme, page),
    )
    footer = f"洛桥 · {programme.number} · 核验码 {page.code}"
    return Book(sheets, f"政策体检单 {page.title}", programme.title, footer)


def file_name(page: CheckupPage) -> str:
    """政策体检_企业名_2023-12-31.xlsx."""
    name = page.form.firm.get("firm.name", "")
    kept = "".join(sign for sign in name if sign.isalnum() or sign in "（）()-_")[:40]
    return "_".join(part for part in ("政策体检", kept, page.judged.checkup.on.isoformat()) if part) + ".xlsx"


def disposition(page: CheckupPage) -> str:
    """The header that names the file, in ASCII and in Chinese (RFC 5987)."""
    on = page.judged.checkup.on.isoformat()
    return f"attachment; filename=\"checkup_{on}.xlsx\"; filename*=UTF-8''{quote(file_name(page))}"


def _tier_columns(page: CheckupPage) -> tuple[Column, ...]:
    return tuple(Column(f"{tier.name}（元）", 18, "money") for tier in page.tiers)


def _money(fen: int | None) -> Value:
    return None if fen is None else Money(fen)


def _amounts(tiers: tuple[TierAmount, ...], total: int | None) -> tuple[Value, ...]:
    return (*(_money(tier.fen) for tier in tiers), _money(total))


def _summary(programme: Programme, page: CheckupPage) -> Sheet:
    checkup = page.judged.checkup
    firm = page.form.firm
    said: list[tuple[Value, ...]] = [
        ("企业名称", firm.get("firm.name") or "（未填）"),
        ("行业", firm.get("firm.industry") or "（未填）"),
        ("镇街", firm.get("firm.township") or "（未填）"),
        ("测算日", checkup.on),
        ("可以享受（项）", len(page.had)),
        ("可以享受合计（元）", Money(page.total)),
        *((f"其中{tier.name}（元）", _money(tier.fen)) for tier in page.tiers),
        ("已确定至少（元，含还没答完的）", Money(page.certain)),
        *((f"已确定{tier.name}（元）", _money(tier.fen)) for tier in page.certain_tiers),
        ("金额性质", page.total_tag.label if page.total_tag else "不含预估"),
        ("还不能判定（项）", len(page.open)),
        ("还要回答（问）", page.questions),
        ("不符合（项）", len(page.refused)),
        ("不涉及（项）", len(page.aside)),
        ("方案", f"{programme.title}（{programme.number}）"),
        ("规则版本", programme.version),
        ("计算时间", moment_said(page.computed_at)),
        ("核验码", page.code),
    ]
    columns = (Column("项目", 26), Column("内容", 60))
    return Sheet(
        "汇总",
        columns,
        tuple(said),
        title=f"政策体检单　{page.title}",
        above=(NOT_A_DECISION,),
        below=CODE_SAYS,
    )


CODE_SAYS = (
    "核验码由方案和规则版本、测算日、所用读法、所填事实、不涉及的条款算出：这几样相同，码就相同；有一样改动，码就不同。",
)


def _had(page: CheckupPage) -> Sheet:
    columns = (
        Column("序", 6, "count"), Column("条款", 30), *_tier_columns(page), Column("合计（元）", 18, "money"),
        Column("标记", 20), Column("原文", 60), Column("还差多少", 40), Column("所填", 40),
    )  # fmt: skip
    rows = tuple(
        (
            at, had.row.name, *_amounts(had.row.tiers, had.row.total),
            "；".join(tag.label for tag in had.row.tags), _quotes(had.row.quotes), had.row.hint,
            "；".join(f"{label} {value}" for label, value in facts_said(had.answer)),
        )
        for at, had in enumerate(page.had, 1)
    )  # fmt: skip
    foot: tuple[Value, ...] = (None, "合计", *_amounts(page.tiers, page.total), None, None, None, None)
    return Sheet("可享", columns, rows, title="可以享受", foot=foot)


def _open(page: CheckupPage) -> Sheet:
    by_tier = tuple(
        Column(f"{tier.name}{end}（元）", 18, "money") for tier in page.tiers for end in ("至少", "最多")
    )
    columns = (
        Column("条款", 30), Column("至少（元）", 18, "money"), Column("最多（元）", 18, "money"), Column("上限", 12),
        *by_tier, Column("原文", 60), Column("还要回答", 70), Column("已填", 40),
    )  # fmt: skip
    rows = tuple(
        (
            one.name, Money(one.least), _money(one.most), "没有上限" if one.most is None else "",
            *(_money(end) for tier in one.tiers for end in (tier.fen, tier.most)), _quotes(one.quotes),
            "\n".join(ask.text for ask in one.waiting),
            "；".join(f"{label} {value}" for label, value in facts_said(one.answer)),
        )
        for one in page.open
    )  # fmt: skip
    return Sheet("待答", columns, rows, title="还不能判定", above=("缺少事实，不等于不符合。",))


def _refused(page: CheckupPage) -> Sheet:
    columns = (
        Column("条款", 30),
        Column("未满足的条件", 50),
        Column("理由", 50),
        Column("所依据的回答（申报）", 40),
    )
    rows = [
        (
            one.name, _quotes(one.refusal.quotes),
            "；".join((*one.refusal.reasons, one.refusal.missing)).rstrip("；"),
            "；".join(f"{label} {value}" for label, value in one.refusal.facts),
        )
        for one in page.refused
    ]  # fmt: skip
    rows += [(one.name, "", "企业答“不涉及”", "") for one in page.aside]
    return Sheet("不符合", columns, tuple(rows), title="不符合，因为")


def _basis(programme: Programme, page: CheckupPage) -> Sheet:
    columns = (
        Column("条款", 30), Column("出处", 26), Column("读法", 10), Column("问题", 44), Column("采用", 8),
        Column("意思", 50), Column("状态", 18),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for had in page.had:
        rows += _readings(programme, had.row.name, had.row.anchor, had.answer.readings)
    for one in page.open:
        rows += _readings(programme, one.name, one.anchor, one.answer.readings)
    document = f"依据 {programme.title}（{programme.number}），规则版本 {programme.version}"
    above = (f"{document}，期限 {programme.first} 至 {programme.last}",)
    return Sheet("依据与读法", columns, tuple(rows), title="依据与读法", above=above, below=CODE_SAYS)


def _readings(
    programme: Programme, name: str, anchor: str, used: tuple[ReadingUsed, ...]
) -> Iterator[tuple[Value, ...]]:
    if not used:
        yield (name, anchor, "", "", "", "", "没有涉及读法")
    for one in used:
        question = programme.get_reading(one.question)
        state = "未裁定，按默认" if one.default else "已裁定"
        yield (
            name, anchor, one.question, question.question if question else "", one.letter,
            _meaning(question, one.letter), state,
        )  # fmt: skip


def _meaning(question: ReadingQuestion | None, letter: str) -> str:
    if question is None or letter not in question.letters:
        return ""
    return question.get_option(letter).wording


def _quotes(quotes: tuple[Quote, ...]) -> str:
    """Each quote on its line, after the tier that pays by it."""
    lines = []
    for one in quotes:
        tier = f"{one.tier}：" if one.tier else ""
        anchor = f"（{one.anchor}）" if one.anchor else ""
        lines.append(f"{tier}「{one.text}」{anchor}")
    return "\n".join(lines)
