"""判名单的行: which rows are new, which say the same, which change something, which may be duplicates, which are wrong.

Same code = same enterprise. The same name under another code is no proof of anything: it is shown, and somebody decides.
The same rows are judged again at the moment of writing, so the answer never rests on an older state of the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.parties.enterprise import EnterpriseRecord, searchable
from luoqiao.core.parties.enterprise_fields import LABELS, RegisterWords, clean, read_record, written
from luoqiao.core.parties.import_kind import ImportKind
from luoqiao.core.parties.import_rows import READERS, ListSettings, read_code
from luoqiao.core.parties.import_table import ImportTable, SheetRow
from luoqiao.core.parties.standing import HeldStanding
from luoqiao.core.parties.title import HeldTitle

TWICE, NOT_REGISTERED, OTHER_NAME, OVERLAPS = "LQ-5361", "LQ-5362", "LQ-5363", "LQ-5364"


class RowOutcome(StrEnum):
    """新增 · 相同 · 变更 · 可能重复 · 有误."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    BAD = "bad"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"new": "新增", "same": "相同", "changed": "变更", "duplicate": "可能重复", "bad": "有误"}[self.value]


class Decision(StrEnum):
    """对可能重复的一行: 是另一家，照常登记 · 不导入这一行."""

    ANOTHER = "another"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """一行的结果: what it asks for (`value`), and in a sentence what is to be known about it."""

    number: int
    outcome: RowOutcome
    uscc: str = ""
    name: str = ""
    said: str = ""
    value: EnterpriseRecord | HeldStanding | HeldTitle | None = None
    decided: Decision | None = None

    @property
    def is_written(self) -> bool:
        """Whether it changes the register."""
        if self.outcome is RowOutcome.DUPLICATE:
            return self.decided is Decision.ANOTHER
        return self.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}

    @property
    def stops_whole(self) -> bool:
        """Whether a list that is imported whole or not at all is stopped by it."""
        return self.outcome is RowOutcome.BAD or (self.outcome is RowOutcome.DUPLICATE and self.decided is None)


@dataclass(frozen=True, slots=True)
class Known:
    """名录现状: what the register holds of the codes and names that the list speaks of.

    `codes_by_name` by folded names, old ones too; `names` all names of a code, folded; `standings` and `titles` by code.
    """

    records: Mapping[str, EnterpriseRecord]
    codes_by_name: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    standings: Mapping[str, tuple[HeldStanding, ...]] = field(default_factory=dict)
    titles: Mapping[str, tuple[HeldTitle, ...]] = field(default_factory=dict)


Told = Callable[[int], None]


def folded(name: str) -> str:
    """名称对照: two names that differ in blanks, width or case alone are one."""
    return drop_blanks(searchable(name))


def count_outcomes(rows: Iterable[JudgedRow]) -> dict[str, int]:
    """How many rows of each kind."""
    counted = Counter(row.outcome.value for row in rows)
    return {outcome.value: counted[outcome.value] for outcome in RowOutcome}


def codes_and_names(table: ImportTable) -> tuple[set[str], set[str]]:
    """The codes and folded names that a list speaks of: what must be known to judge it."""
    codes, names = set(), set()
    for row in table.rows:
        given = table.given(row)
        codes.add(read_code(given)[0])
        names.add(folded(clean(given.get("name", ""))))
    return codes - {""}, names - {""}


def judge_rows(
    table: ImportTable, settings: ListSettings, words: RegisterWords, known: Known,
    decisions: Mapping[int, Decision] | None = None, told: Told = lambda done: None,
) -> tuple[JudgedRow, ...]:  # fmt: skip
    """Judge every row in order; `told` hears how many are done."""
    judge = _Enterprises(table, words, known) if table.kind is ImportKind.ENTERPRISES else _Listed(table, settings, known)
    judged = []
    for done, row in enumerate(table.rows, 1):
        one = judge.judge(row)
        if one.outcome is RowOutcome.DUPLICATE and decisions and row.number in decisions:
            one = replace(one, decided=decisions[row.number])
        judged.append(one)
        told(done)
    return tuple(judged)


class _Enterprises:
    """企业名录."""

    def __init__(self, table: ImportTable, words: RegisterWords, known: Known) -> None:
        self._table, self._words, self._known = table, words, known
        self._seen: dict[str, tuple[int, EnterpriseRecord]] = {}
        self._seen_names: dict[str, tuple[int, str]] = {}

    def judge(self, row: SheetRow) -> JudgedRow:
        given = self._table.given(row)
        code, _ = read_code(given)
        kept = self._known.records.get(code)
        record, problems = read_record(given, self._words, kept)
        name = clean(given.get("name", ""))
        if record is None:
            return _bad(self._table, row, code, name, problems)
        earlier = self._seen.get(code)
        if earlier is not None:
            return self._again(row, record, *earlier)
        self._seen[code] = (row.number, record)
        if kept is not None:
            return self._registered(row, record, kept)
        return self._new(row, record)

    def _again(self, row: SheetRow, record: EnterpriseRecord, number: int, first: EnterpriseRecord) -> JudgedRow:
        if record == first:
            return JudgedRow(row.number, RowOutcome.SAME, record.uscc, record.name, f"与第 {number} 行是同一家，内容相同")
        where = self._table.cell_name(row.number, "uscc")
        said = f"{where}：与第 {number} 行代码相同、内容不同；一家只留一行（{TWICE}）"
        return JudgedRow(row.number, RowOutcome.BAD, record.uscc, record.name, said)

    def _registered(self, row: SheetRow, record: EnterpriseRecord, kept: EnterpriseRecord) -> JudgedRow:
        now, then = written(record, self._words), written(kept, self._words)
        changed = [field.name for field in fields(record) if getattr(record, field.name) != getattr(kept, field.name)]
        if not changed:
            return JudgedRow(row.number, RowOutcome.SAME, record.uscc, record.name, "名录里已有，内容相同")
        said = "；".join(f"{LABELS[key]}：{then[key] or '空'} → {now[key] or '空'}" for key in changed)
        return JudgedRow(row.number, RowOutcome.CHANGED, record.uscc, record.name, said, record)

    def _new(self, row: SheetRow, record: EnterpriseRecord) -> JudgedRow:
        name = folded(record.name)
        others = sorted(self._known.codes_by_name.get(name, frozenset()) - {record.uscc})
        in_file = self._seen_names.setdefault(name, (row.number, record.uscc))
        if others:
            said = f"名录里“{record.name}”的代码是 {'、'.join(others)}，这里是 {record.uscc}；请看是不是同一家、哪个代码对"
        elif in_file[0] != row.number:
            said = f"第 {in_file[0]} 行也叫“{record.name}”，代码是 {in_file[1]}；请看是不是同一家"
        else:
            return JudgedRow(row.number, RowOutcome.NEW, record.uscc, record.name, "", record)
        return JudgedRow(row.number, RowOutcome.DUPLICATE, record.uscc, record.name, said, record)


class _Listed:
    """规上名单和称号名单: rows about enterprises that are registered already."""

    def __init__(self, table: ImportTable, settings: ListSettings, known: Known) -> None:
        self._table, self._settings, self._known = table, settings, known
        self._seen: dict[tuple[object, ...], tuple[int, HeldStanding | HeldTitle]] = {}
        self._periods: dict[str, list[HeldStanding]] = {}

    def judge(self, row: SheetRow) -> JudgedRow:
        given = self._table.given(row)
        code, wrong = read_code(given)
        value, problems = READERS[self._table.kind](given, self._settings)
        name = clean(given.get("name", ""))
        wrong += self._named(code, name) + problems
        if wrong or value is None:
            return _bad(self._table, row, code, name, wrong)
        name = self._known.records[code].name
        key = (code, value.kind, value.from_on) if isinstance(value, HeldStanding) else (code, *_title_key(value))
        earlier = self._seen.setdefault(key, (row.number, value))
        if earlier[0] != row.number:
            if earlier[1] == value:
                return JudgedRow(row.number, RowOutcome.SAME, code, name, f"与第 {earlier[0]} 行相同")
            where = self._table.cell_name(row.number, "uscc")
            said = f"{where}：与第 {earlier[0]} 行是同一家同一项、内容不同；请只留一行（{TWICE}）"
            return JudgedRow(row.number, RowOutcome.BAD, code, name, said)
        if isinstance(value, HeldStanding):
            return self._standing(row, code, name, value)
        return self._title(row, code, name, value)

    def _named(self, code: str, name: str) -> tuple[FieldProblem, ...]:
        if not code:
            return ()
        kept = self._known.records.get(code)
        if kept is None:
            said = "名录里没有这家企业；请先导入企业名录，或核对代码"
            return (FieldProblem("uscc", code, "名录里的代码", said, NOT_REGISTERED),)
        if name and folded(name) not in self._known.names.get(code, frozenset({folded(kept.name)})):
            said = f"写的是“{name[:60]}”，这个代码登记的是“{kept.name}”；请核对"
            return (FieldProblem("name", name[:60], kept.name, said, OTHER_NAME),)
        return ()

    def _standing(self, row: SheetRow, code: str, name: str, value: HeldStanding) -> JudgedRow:
        kept = [one for one in self._known.standings.get(code, ()) if one.kind is value.kind]
        same = next((one for one in kept if one.from_on == value.from_on), None)
        if same is not None and same.until_on == value.until_on:
            return JudgedRow(row.number, RowOutcome.SAME, code, name, "已登记，日期相同")
        rest = [one for one in [*kept, *self._periods.get(code, [])] if one is not same]
        meeting = next((one for one in rest if _meet(one, value)), None)
        if same is not None and same.until_on is not None:
            meeting = same
        if meeting is not None:
            until = f"至 {meeting.until_on}" if meeting.until_on else "起未写退库"
            where = self._table.cell_name(row.number, "from_on")
            said = f"{where}：与 {meeting.from_on} {until}的一段重叠；请先更正那一段（{OVERLAPS}）"
            return JudgedRow(row.number, RowOutcome.BAD, code, name, said)
        self._periods.setdefault(code, []).append(value)
        if same is not None:
            return JudgedRow(row.number, RowOutcome.CHANGED, code, name, f"退库日期：空 → {value.until_on}", value)
        return JudgedRow(row.number, RowOutcome.NEW, code, name, "", value)

    def _title(self, row: SheetRow, code: str, name: str, value: HeldTitle) -> JudgedRow:
        kept = next((one for one in self._known.titles.get(code, ()) if _title_key(one) == _title_key(value)), None)
        if kept is None:
            return JudgedRow(row.number, RowOutcome.NEW, code, name, value.kind.label, value)
        told = [label for key, label in _LATER.items() if getattr(value, key) and getattr(value, key) != getattr(kept, key)]
        if not told:
            return JudgedRow(row.number, RowOutcome.SAME, code, name, "已登记，内容相同")
        return JudgedRow(row.number, RowOutcome.CHANGED, code, name, f"补登{'、'.join(told)}", value)


_LATER = {"valid_until": "有效期", "reverified_on": "复核日期", "number": "证书编号", "document_number": "认定文号"}


def _title_key(title: HeldTitle) -> tuple[object, ...]:
    return (title.kind, title.level, title.product, title.recognised_on)


def _meet(one: HeldStanding, other: HeldStanding) -> bool:
    return (other.until_on is None or one.from_on < other.until_on) and (one.until_on is None or other.from_on < one.until_on)


def _bad(
    table: ImportTable, row: SheetRow, code: str, name: str, problems: tuple[FieldProblem, ...]
) -> JudgedRow:
    said = "；".join(f"{table.cell_name(row.number, one.field)}：{one.message}（{one.code}）" for one in problems)
    return JudgedRow(row.number, RowOutcome.BAD, code, name, said)
