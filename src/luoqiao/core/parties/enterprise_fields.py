"""读企业的栏目: what somebody typed or a spreadsheet holds, read into the record that a registration writes.

One set of rules for the form, the import and the command line; every problem is listed, with the field that it is in.
A revenue without a unit is in 万元, as the heading of the field says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.uscc import UsccVerdict, check_uscc
from luoqiao.core.rules.dates import read_date

WRONG_NAME, WRONG_PLACE, WRONG_CODE = "LQ-5331", "LQ-5332", "LQ-5333"
WRONG_NUMBER, WRONG_DATE, NOT_WHOLE, TOO_LONG = "LQ-5334", "LQ-5335", "LQ-5336", "LQ-5337"
MOST_STAFF = 1_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)
_TEXT_LIMITS = {"name": 200, "address": 300}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]+")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """名录的词: the programme industries, townships and parks by code, in the words in which people write them."""

    industries: Mapping[str, str]
    townships: Mapping[str, str]
    parks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EnterpriseField:
    """栏目: its key in `EnterpriseRecord`, its heading, what to write, and an example."""

    key: str
    label: str
    hint: str
    example: str
    needed: bool = False


FIELDS = (
    EnterpriseField("uscc", "统一社会信用代码", "18 位，营业执照上的代码；列设为文本格式", "91350504MA2000019C", needed=True),
    EnterpriseField("name", "企业名称", "与营业执照一致", "泉州示例机械有限公司", needed=True),
    EnterpriseField("industry", "方案产业", "方案的产业之一；不按行业代码推", "机械装备"),
    EnterpriseField("industry_code", "国民经济行业代码", "GB/T 4754，2 至 4 位数字", "3484"),
    EnterpriseField("township", "所在镇街", "镇街名称或九位代码", "万安街道"),
    EnterpriseField("park", "所在园区", "不在园区的留空", "洛江经济开发区"),
    EnterpriseField("address", "住所", "营业执照上的住所", "洛江区万安街道示例路 1 号"),
    EnterpriseField("staff", "从业人员数", "年末人数，与营业收入、数据年度一起填", "120"),
    EnterpriseField("revenue", "营业收入（万元）", "全年营业收入", "3500.00"),
    EnterpriseField("size_year", "数据年度", "上面两个数是哪一年的", "2022"),
)
LABELS = {field.key: field.label for field in FIELDS}


def read_record(
    given: Mapping[str, str], words: RegisterWords, kept: EnterpriseRecord | None = None
) -> tuple[EnterpriseRecord | None, tuple[FieldProblem, ...]]:
    """The record that the fields say, or what is wrong with each.

    With `kept` a field left empty keeps what is kept (an import says nothing about it); without, empty is empty.
    """
    problems: list[FieldProblem] = []
    found: dict[str, object] = {}
    for field in FIELDS:
        text = clean(given.get(field.key, ""))
        if not text:
            if kept is not None and field.key != "uscc":
                found[field.key] = getattr(kept, field.key)
            elif field.needed:
                code = "LQ-5380" if field.key == "uscc" else WRONG_NAME
                problems.append(FieldProblem(field.key, "", field.hint, f"没有填{field.label}", code))
            continue
        try:
            found[field.key] = _READ[field.key](text, words)
        except _Wrong as wrong:
            problems.append(FieldProblem(field.key, text[:60], wrong.expected, str(wrong), wrong.code))
    problems += _whole(found, problems)
    return (None, tuple(problems)) if problems else (EnterpriseRecord(**found), ())  # type: ignore[arg-type] # by name, as read


def written(record: EnterpriseRecord, words: RegisterWords) -> dict[str, str]:
    """The fields as they would be typed: for a form that is opened and a file that is exported."""
    told = {field.name: getattr(record, field.name) for field in fields(record)}
    named: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("industry", words.industries), ("township", words.townships), ("park", words.parks),
    )  # fmt: skip
    for key, names in named:
        told[key] = names.get(told[key], told[key])
    if record.revenue is not None:
        told["revenue"] = f"{record.revenue // 1_000_000}.{record.revenue % 1_000_000:06d}".rstrip("0").rstrip(".")
    return {key: "" if value is None else str(value) for key, value in told.items()}


def clean(text: str) -> str:
    """Text without characters that nobody sees, its blanks single and none at the ends."""
    return text if text.isalnum() else _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()


@lru_cache(maxsize=50_000)
def checked_uscc(text: str) -> UsccVerdict:
    """The same as `check_uscc`; a list asks for each of its codes several times."""
    return check_uscc(text)


def read_day(text: str, label: str) -> tuple[date | None, str]:
    """A day written 2023-06-30, 2023/6/30, 2023.6.30, 2023年6月30日 or 20230630; else a sentence that says how."""
    folded = fold_all_width(text).strip()
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", folded)
    try:
        day = read_date("-".join(compact.groups()) if compact else folded)
    except ValueError:
        if re.fullmatch(r"\d{4}[-/.年]\d{1,2}月?", folded):
            return None, f"{label}“{text[:20]}”没有写到日；请写成 2023-06-30"
        return None, f"{label}“{text[:20]}”读不成日期，或没有这一天；请写成 2023-06-30"
    if not FIRST_DAY <= day <= LAST_DAY:
        return None, f"{label}“{day}”不在 {FIRST_DAY} 至 {LAST_DAY} 之间"
    return day, ""


def find_named(text: str, names: Mapping[str, str]) -> str | None:
    """The code that a text means: the code itself, the name, or the one name that begins with it."""
    if text in names:
        return text
    folded = fold_all_width(text).replace(" ", "")
    plain = {code: fold_all_width(name).replace(" ", "") for code, name in names.items()}
    same = [code for code, name in plain.items() if name == folded]
    near = same or [code for code, name in plain.items() if len(folded) > 1 and name.startswith(folded)]
    return near[0] if len(near) == 1 else None


class _Wrong(ValueError):
    def __init__(self, message: str, expected: str, code: str) -> None:
        super().__init__(message)
        self.expected, self.code = expected, code


def _uscc(text: str, _: RegisterWords) -> str:
    verdict = checked_uscc(text)
    if verdict.valid:
        return verdict.code
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", text):
        said = f"“{text[:24]}”是被当成数字存的，后几位已经丢了；请把这一列设为文本格式，重新填写"
        raise _Wrong(said, "18 位代码", WRONG_CODE)
    raise _Wrong(verdict.message, "18 位代码", verdict.faults[0].code)


def _name(text: str, _: RegisterWords) -> str:
    if len(text) < 2 or text.replace(" ", "").isdigit():
        raise _Wrong(f"“{text[:40]}”不像企业名称", "与营业执照一致的名称", WRONG_NAME)
    return _short("name", text)


def _address(text: str, _: RegisterWords) -> str:
    return _short("address", text)


def _short(key: str, text: str) -> str:
    most = _TEXT_LIMITS[key]
    if len(text) > most:
        raise _Wrong(f"{LABELS[key]}有 {len(text)} 个字，最多 {most} 个", f"{most} 个字以内", TOO_LONG)
    return text


def _industry(text: str, words: RegisterWords) -> str:
    return _place("industry", text, words.industries)


def _township(text: str, words: RegisterWords) -> str:
    return _place("township", text, words.townships)


def _park(text: str, words: RegisterWords) -> str:
    return "" if text in {"无", "否", "-", "—"} else _place("park", text, words.parks)


def _place(key: str, text: str, names: Mapping[str, str]) -> str:
    found = find_named(text, names)
    if found is None:
        listed = "、".join(names.values())
        raise _Wrong(f"没有{LABELS[key].removeprefix('所在')}“{text[:20]}”；应是 {listed} 之一", listed, WRONG_PLACE)
    return found


def _industry_code(text: str, _: RegisterWords) -> str:
    match = re.fullmatch(r"[A-T]?(\d{2,4})", fold_all_width(text).upper())
    if match is None:
        raise _Wrong(f"“{text[:20]}”不是国民经济行业代码；应是 2 至 4 位数字，如 3484", "2 至 4 位数字", WRONG_CODE)
    return match[1]


def _staff(text: str, _: RegisterWords) -> int:
    found = _whole_number(text, "人")
    if found > MOST_STAFF:
        raise _Wrong(f"从业人员 {found} 人太多", f"不超过 {MOST_STAFF}", WRONG_NUMBER)
    return found


def _revenue(text: str, _: RegisterWords) -> int:
    folded = fold_all_width(text).replace(" ", "")
    try:
        found = parse_money(folded if folded[-1:] in "元万亿分" else f"{folded}万元")
    except NotMoney as wrong:
        raise _Wrong(wrong.message, "万元，如 3500.00", WRONG_NUMBER) from wrong
    if found < 0:
        raise _Wrong("营业收入不能是负数", "不小于 0", WRONG_NUMBER)
    return found


def _year(text: str, _: RegisterWords) -> int:
    found = _whole_number(text, "年")
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise _Wrong(f"“{text[:20]}”不是年度；请写成 2022", "四位年份", WRONG_NUMBER)
    return found


def _whole_number(text: str, unit: str) -> int:
    folded = fold_all_width(text).replace(",", "").replace(" ", "").removesuffix(unit)
    if not re.fullmatch(r"[0-9]{1,12}(\.0+)?", folded):
        raise _Wrong(f"“{text[:20]}”不是整数", "整数", WRONG_NUMBER)
    return int(folded.partition(".")[0])


_READ: dict[str, Callable[[str, RegisterWords], object]] = {
    "uscc": _uscc, "name": _name, "industry": _industry, "industry_code": _industry_code, "township": _township,
    "park": _park, "address": _address, "staff": _staff, "revenue": _revenue, "size_year": _year,
}  # fmt: skip


def _whole(found: Mapping[str, object], problems: list[FieldProblem]) -> list[FieldProblem]:
    """Staff, revenue and their year stand together or not at all."""
    figures = ("staff", "revenue", "size_year")
    wrong = {problem.field for problem in problems}
    there = [key for key in figures if found.get(key) is not None or key in wrong]
    missing = [key for key in figures if key not in there]
    if not there or not missing:
        return []
    said = f"从业人员数、营业收入、数据年度要一起填，缺{'、'.join(LABELS[key] for key in missing)}"
    return [FieldProblem(missing[0], "", "三项一起填", said, NOT_WHOLE)]
