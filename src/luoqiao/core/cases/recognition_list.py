"""到达的名单: lists of the tiers above: who was recognised (the award follows without application), what was granted.

A list is imported by one person and confirmed by another; until then nothing follows from it. Which enterprise a row means is
`list_match.py`'s answer, what a row gives to the clause is here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from luoqiao.core.cases.procedure import Begin, Procedure
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money, yuan_text
from luoqiao.core.parties.enterprise_fields import checked_uscc, clean, read_day
from luoqiao.core.parties.import_kind import ImportColumn
from luoqiao.core.parties.import_table import ListedTable, SheetRow
from luoqiao.core.parties.title import HeldTitle, TitleKind
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.tiers import Tier

MOST_ROWS = 5_000
NEW, RECHECK = "new", "recheck_passed"
EVENTS = {NEW: "新认定", RECHECK: "复核通过"}
_EVENT_WORDS = {
    "新认定": NEW, "认定": NEW, "新增": NEW, "新增认定": NEW, "new": NEW,
    "复核通过": RECHECK, "通过复核": RECHECK, "复核": RECHECK, "recheck_passed": RECHECK,
}  # fmt: skip
EVENT_INPUT, NEWLY_INPUT = "event", "newly_recognised"
FIRST_YEAR, LAST_YEAR = 2015, 2100


class ListKind(StrEnum):
    """认定名单 · 拨付名单."""

    RECOGNITION = "recognition"
    GRANTS = "grants"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"recognition": "认定名单", "grants": "上级拨付名单"}[self.value]


class ListState(StrEnum):
    """待核对 · 待确认 · 已确认 · 已作废."""

    IMPORTED = "imported"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"imported": "待核对", "checked": "待另一人确认", "confirmed": "已确认", "cancelled": "已作废"}[self.value]


class RowResult(StrEnum):
    """What came of a row once the list was confirmed; empty while nothing did."""

    NONE = ""
    CASE = "case"
    SAME = "same"
    REFUSED = "refused"
    SKIPPED = "skipped"
    RECORDED = "recorded"
    WAITING = "waiting"
    NOTED = "noted"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _RESULTS[self.value]


_RESULTS = {
    "": "", "case": "已立案", "same": "已有案件", "refused": "不立案", "skipped": "不办", "recorded": "已记入案件",
    "waiting": "等案件可改时记入", "noted": "记下备拨付",
}  # fmt: skip


class NoSuchList(DomainError):
    """没有这份名单."""

    code = "LQ-5650"

    def __init__(self, number: str) -> None:
        super().__init__(f"没有名单 {number[:40]}，或者它不归您看")


class ListMovedOn(DomainError):
    """名单刚才已经变动."""

    code = "LQ-5651"

    def __init__(self, deed: str, state: ListState, by: str = "") -> None:
        who = f"（{by}）" if by else ""
        super().__init__(f"这份名单现在是“{state.label}”{who}，不能{deed}；这一次没有算数")


class NotByList(DomainError):
    """这一条不由这种名单办."""

    code = "LQ-5652"

    def __init__(self, title: str, kind: ListKind) -> None:
        why = "不是免申即享" if kind is ListKind.RECOGNITION else "不看上级实拨"
        super().__init__(f"“{title}”{why}，没有{kind.label}可导入")


class AlreadyImported(DomainError):
    """这份文件导入过了."""

    code = "LQ-5653"

    def __init__(self, number: str) -> None:
        super().__init__(f"同一份文件已经导入过，就是名单 {number}；没有再导入一次", details={"number": number})


class RowsOpen(DomainError):
    """还有行没有核对."""

    code = "LQ-5654"

    def __init__(self, bad: int, ambiguous: int) -> None:
        said = [f"{bad} 行读不成，请选“只收无误的行”，或作废后改好重新导入"] if bad else []
        said += [f"{ambiguous} 行不知道是哪一家，请逐行定"] if ambiguous else []
        super().__init__("；".join(said))


class BadList(Invalid):
    """名单填写有误."""

    code = "LQ-5656"


class NoSuchRow(DomainError):
    """没有这一行: not there, or it can no longer be decided."""

    code = "LQ-5658"

    def __init__(self, place: int) -> None:
        super().__init__(f"第 {place} 行不在这份名单里，或者已经办了")


@dataclass(frozen=True, slots=True)
class ListHead:
    """名单的头: which clause, which document, of whom, of which day; event and year that hold for rows that say none."""

    kind: ListKind
    clause: str
    document_number: str
    issued_on: date
    source_unit: str
    event: str = NEW
    year: int = 0


@dataclass(frozen=True, slots=True)
class StatedRow:
    """名单的一行 as read; `problem` when it cannot be used, with its cell."""

    place: int
    name: str
    uscc: str = ""
    event: str = ""
    product: str = ""
    certificate: str = ""
    valid_until: date | None = None
    year: int = 0
    grants: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""


def check_clause(kind: ListKind, clause: t.Clause, procedure: Procedure | None) -> None:
    """Recognitions are listed for clauses that give without application, grants for those that look at them. NotByList."""
    by_list = procedure is not None and procedure.begin is Begin.LIST
    if not (by_list if kind is ListKind.RECOGNITION else any(True for _ in grants_of(clause))):
        raise NotByList(clause.title, kind)


def columns_of(kind: ListKind, clause: t.Clause, tiers: Sequence[Tier]) -> tuple[ImportColumn, ...]:
    """The columns of a list under a clause; an amount stands under 元 or under 万元."""
    columns = [
        ImportColumn("name", "企业名称", "文件上印的名称", "泉州示例机械有限公司", True,
                     ("单位名称", "名称", "企业全称", "申报单位")),
        ImportColumn("uscc", "统一社会信用代码", "文件上没有的留空，按名称对", "", False, ("社会信用代码", "信用代码")),
    ]  # fmt: skip
    if kind is ListKind.RECOGNITION:
        names = {one.identifier for one in clause.inputs}
        if EVENT_INPUT in names or NEWLY_INPUT in names:
            columns.append(ImportColumn("event", "认定事项", "新认定 或 复核通过；全表一样的可在导入页选", "新认定", False,
                                        ("认定类别", "类别", "类型")))  # fmt: skip
        columns += [
            ImportColumn("product", "产品", "单项冠军产品写产品名称", "", False, ("产品名称", "主导产品")),
            ImportColumn("certificate", "证书编号", "没有的留空", "", False, ("编号",)),
            ImportColumn("valid_until", "有效期至", "有效的最后一天", "", False, ("有效期",)),
        ]
    else:
        columns += [
            ImportColumn("product", "项目或产品", "一家有几件申报时写", "", False, ("项目名称", "产品名称")),
            ImportColumn("year", "年度", "申报年度；全表一样的可在导入页填", "", False, ("申报年度",)),
        ]
    granting = set(grants_of(clause))
    for tier in tiers:
        if tier.label in granting:
            said = "文件写明上级给了多少的才填"
            columns.append(ImportColumn(f"{tier.code}_wan", f"{tier.label}实拨（万元）", said, ""))
            columns.append(ImportColumn(tier.code, f"{tier.label}实拨（元）", said, "", False, (f"{tier.label}补助（元）",)))
    return tuple(columns)


def read_list(table: ListedTable, head: ListHead, tiers: Sequence[Tier]) -> tuple[StatedRow, ...]:
    """Every row as it can be read; what is wrong with one is said with its cell and never keeps another from being read."""
    seen: dict[tuple[str, str, str], int] = {}
    rows = []
    for row in table.rows[: MOST_ROWS + 1]:
        read = _row(table, row, head, tiers)
        key = (read.uscc or read.name, read.product, read.event)
        first = seen.setdefault(key, row.number)
        if not read.problem and first != row.number:
            said = f"{table.cell_name(row.number, 'name')}：与第 {first} 行相同，只留一行（LQ-5657）"
            read = StatedRow(row.number, read.name, read.uscc, problem=said)
        rows.append(read)
    if len(rows) > MOST_ROWS:
        said = f"名单超过 {MOST_ROWS:,} 行；请分成几份导入"
        raise BadList((FieldProblem("file", "", f"{MOST_ROWS} 行以内", said, "LQ-5656"),))
    return tuple(rows)


def check_head(head: ListHead, on: date) -> ListHead:
    """The head cleaned, or everything that is wrong with it (BadList)."""
    problems = []
    if not 2 <= len(head.document_number.strip()) <= 80:
        problems.append(FieldProblem("document_number", "", "文号", "请写文号，如 闽工信函〔2023〕18号", "LQ-5656"))
    if not 2 <= len(head.source_unit.strip()) <= 100:
        problems.append(FieldProblem("source_unit", "", "发文单位", "请写发文单位，如 福建省工业和信息化厅", "LQ-5656"))
    if head.issued_on > on:
        said = f"发文日期 {head.issued_on} 还没有到；请核对"
        problems.append(FieldProblem("issued_on", str(head.issued_on), "不晚于今天", said, "LQ-5656"))
    if head.event not in EVENTS:
        problems.append(FieldProblem("event", head.event, "新认定 或 复核通过", "请选新认定或复核通过", "LQ-5656"))
    if head.year and not FIRST_YEAR <= head.year <= LAST_YEAR:
        problems.append(FieldProblem("year", str(head.year), "年度", f"年度 {head.year} 不对；如 2023", "LQ-5656"))
    if problems:
        raise BadList(tuple(problems))
    return ListHead(
        head.kind, head.clause, head.document_number.strip(), head.issued_on, head.source_unit.strip(), head.event,
        head.year or head.issued_on.year,
    )  # fmt: skip


def facts_of_row(clause: t.Clause, row: StatedRow) -> dict[str, object]:
    """What a recognised row says to the rule: which event it is."""
    names = {one.identifier for one in clause.inputs}
    found: dict[str, object] = {EVENT_INPUT: row.event} if EVENT_INPUT in names else {}
    return found | ({NEWLY_INPUT: "是" if row.event == NEW else "否"} if NEWLY_INPUT in names else {})


def grant_facts(row: StatedRow) -> dict[str, str]:
    """What upper tiers granted, as the rule reads it."""
    return {f"granted_{tier}": yuan_text(fen) for tier, fen in row.grants.items()}


def title_of(clause: str, row: StatedRow, head: ListHead, held: Sequence[HeldTitle]) -> HeldTitle | None:
    """The title that a recognised row brings: a new one, or the one held with its day of 复核. None for other clauses."""
    if clause not in set(TitleKind):
        return None
    kind = TitleKind(clause)
    until = row.valid_until + timedelta(days=1) if row.valid_until else None
    source = f"{head.source_unit} {head.document_number}"[:200]
    if row.event == RECHECK:
        kept = [one for one in held if one.kind is kind and one.withdrawn_on is None and one.product == row.product]
        if kept:
            last = max(kept, key=lambda one: one.recognised_on)
            return HeldTitle(
                kind, last.level, last.recognised_on, until or last.valid_until, head.issued_on,
                row.certificate or last.number, last.product, last.document_number, last.source,
            )  # fmt: skip
    reverified = head.issued_on if row.event == RECHECK else None
    return HeldTitle(
        kind, kind.levels[0], head.issued_on, until, reverified, row.certificate[:60], row.product[:120],
        head.document_number, source,
    )  # fmt: skip


def _row(table: ListedTable, row: SheetRow, head: ListHead, tiers: Sequence[Tier]) -> StatedRow:
    given = {key: clean(text) for key, text in table.given(row).items()}
    problems = list(_problems(given, tiers))
    name, code = given.get("name", "")[:200], checked_uscc(given.get("uscc", "")).code if given.get("uscc") else ""
    if problems:
        said = "；".join(f"{table.cell_name(row.number, one.field)}：{one.message}（{one.code}）" for one in problems)
        return StatedRow(row.number, name, code, problem=said)
    until = read_day(given["valid_until"], "有效期至")[0] if given.get("valid_until") else None
    year = int(given["year"][:4]) if given.get("year") else head.year or head.issued_on.year
    event = _EVENT_WORDS.get(given.get("event", ""), head.event) if head.kind is ListKind.RECOGNITION else ""
    return StatedRow(
        row.number, name, code, event, given.get("product", "")[:200], given.get("certificate", "")[:60], until, year,
        dict(_grants(given, tiers)),
    )  # fmt: skip


def _problems(given: Mapping[str, str], tiers: Sequence[Tier]) -> Iterator[FieldProblem]:
    if not given.get("name") and not given.get("uscc"):
        yield FieldProblem("name", "", "企业名称", "企业名称和信用代码都没有写", "LQ-5657")
    if given.get("uscc"):
        verdict = checked_uscc(given["uscc"])
        if not verdict.valid:
            yield FieldProblem("uscc", given["uscc"][:30], "18 位代码", verdict.message, verdict.faults[0].code)
    if given.get("event") and given["event"] not in _EVENT_WORDS:
        said = f"认定事项写的是“{given['event'][:20]}”；应是 新认定 或 复核通过"
        yield FieldProblem("event", given["event"][:20], "新认定 或 复核通过", said, "LQ-5657")
    if given.get("valid_until"):
        said = read_day(given["valid_until"], "有效期至")[1]
        if said:
            yield FieldProblem("valid_until", given["valid_until"][:20], "2026-06-30", said, "LQ-5657")
    if given.get("year") and not _is_year(given["year"]):
        yield FieldProblem("year", given["year"][:20], "2023", f"年度“{given['year'][:20]}”读不成；如 2023", "LQ-5657")
    for tier in tiers:
        for key, unit in ((tier.code, "元"), (f"{tier.code}_wan", "万元")):
            text = given.get(key, "")
            if text and _amount(text, unit) is None:
                said = f"“{text[:20]}”读不成金额；写数字，单位{unit}，如 50000"
                yield FieldProblem(key, text[:20], f"以{unit}计的数字", said, "LQ-5657")


def _grants(given: Mapping[str, str], tiers: Sequence[Tier]) -> Iterator[tuple[str, int]]:
    for tier in tiers:
        for key, unit in ((tier.code, "元"), (f"{tier.code}_wan", "万元")):
            amount = _amount(given.get(key, ""), unit)
            if amount is not None:
                yield tier.code, amount
                break


def _amount(text: str, unit: str) -> int | None:
    """Fen; a number without a unit is in that of the heading. None when there is none, or none that can be read."""
    if not text:
        return None
    try:
        amount = int(parse_money(text if text[-1] in "元万亿分" else f"{text}{unit}"))
    except NotMoney:
        return None
    return amount if amount >= 0 else None


def _is_year(text: str) -> bool:
    bare = text.removesuffix("年").removesuffix("年度")
    return bare.isascii() and bare.isdigit() and len(bare) == 4 and FIRST_YEAR <= int(bare) <= LAST_YEAR
