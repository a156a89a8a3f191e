"""企业的文件: the same firms written to each kind of file by hand, and read back as facts."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import polars as pl

from luoqiao.adapters.population.columns import Column, Items, Population, missing_of
from luoqiao.adapters.population.gathered import Gathered
from luoqiao.adapters.population.plan import Request, limits_for
from luoqiao.adapters.population.read import read_file
from luoqiao.core.rules.tree import Clause
from tests.core.rules.asking import clause_named, programme
from tests.core.rules.strategies import IN_FORCE

Row = Mapping[str, str]

HEADS = (
    "企业名称", "industry", "cloud_adoption.annual_service_fee", "上云上平台补助.市级实拨", "生产设备投资额",
    "technology_upgrade.provincial_base", "省级龙头企业", "city_approved_rate", "首笔提款日", "drawdown_on", "计息月数",
    "little_giant.event", "industrial_app.apps", "cloud_adoption.earlier.city.enterprise_year",
)  # fmt: skip
ROWS: tuple[tuple[str, ...], ...] = (
    ("甲机械", "机械装备", "50000.05", "", "1000.07", "0", "是", "0.07", "2022-09-01", "2023-01-01", "6", "new",
     '[{"last_year_service_expenditure":"0.05"}]', "70000"),
    ("乙纺织", "纺织鞋服", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("丙电子", "电子信息", "333333.34", "0.00", "28570000.00", "100000001.00", "否", "", "", "", "", "recheck_passed",
     '[{"last_year_service_expenditure":"500000.00"},{"last_year_service_expenditure":"3.00"},{}]', ""),
    ("丁卫品", "", "0.01", "", "10000000000000.00", "5.5", "", "0.0701", "2020-02-29", "2024-12-31", "1200", "", "[]", "0"),
)  # fmt: skip


def request(*clauses: str, labels: Mapping[str, str] | None = None, limited: bool = False) -> Request:
    """Ask for these clauses, all of them when none is named."""
    chosen = chosen_clauses(*clauses)
    limits = limits_for(chosen, IN_FORCE, {}, programme().basis) if limited else {}
    return Request(chosen, labels or {}, limits, programme().basis, tuple(programme().clauses))


def chosen_clauses(*names: str) -> tuple[Clause, ...]:
    return tuple(clause_named(name) for name in names) or tuple(programme().clauses.values())


def csv_text(heads: Sequence[str], rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return held.getvalue()


def write_csv(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(heads, rows).encode(encoding))
    return path


def write_xlsx(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(heads))
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def write_text_frame(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """Every cell as text, the empty ones null, in a Parquet or Arrow file."""
    columns = {head: [row[at] or None for row in rows] for at, head in enumerate(heads)}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(heads, pl.String))
    frame.write_parquet(path) if path.suffix == ".parquet" else frame.write_ipc(path)
    return path


def write_any(path: Path, heads: Sequence[str] = HEADS, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    """The firms as the kind of file that the name says."""
    writer = {".csv": write_csv, ".xlsx": write_xlsx}.get(path.suffix, write_text_frame)
    return writer(path, heads, rows)


def read(path: Path, *clauses: str, labels: Mapping[str, str] | None = None, limited: bool = False, **how: object) -> Gathered:
    return read_file(path, request(*clauses, labels=labels, limited=limited), **how)


def plain(population: Population) -> dict[str, list[object]]:
    """Columns as lists: codes, None for missing, lists of items; labels as words."""
    found: dict[str, list[object]] = {}
    for (clause, name), one in population.columns.items():
        found[f"{clause}.{name}"] = _items(one) if isinstance(one, Items) else _codes(one)
    for name, labels in population.labels.items():
        found[name] = [labels.names[code] if code >= 0 else None for code in labels.codes.tolist()]
    return found


def _codes(one: Column) -> list[object]:
    gone = missing_of(one.values)
    codes = [None if code == gone else code for code in one.values.tolist()]
    known = [code for code in codes if code is not None]
    assert all(one.least <= code <= one.most for code in known), (one.least, one.most, known)
    assert one.missing or len(known) == len(codes)
    return list(codes)


def _items(one: Items) -> list[object]:
    fields = {name: _codes(part) for name, part in one.fields.items()}
    rows: list[object] = []
    for row, (begin, end) in enumerate(zip(one.offsets.tolist(), one.offsets.tolist()[1:], strict=False)):
        gone = one.absent is not None and one.absent[row]
        rows.append(None if gone else [{name: codes[at] for name, codes in fields.items()} for at in range(begin, end)])
    return rows


EXPECTED: dict[str, list[object]] = {
    "cloud_adoption.annual_service_fee": [5000005, None, 33333334, 1],
    "cloud_adoption.granted_city": [None, None, 0, None],
    "technology_upgrade.production_equipment_investment": [100007, None, 2857000000, 10**15],
    "technology_upgrade.provincial_base": [0, None, 10000000100, 550],
    "technology_upgrade.provincial_leading_enterprise": [1, None, 0, None],
    "technology_upgrade.city_approved_rate": [700, None, None, 701],
    "upgrade_loan_interest.first_drawdown_on": [(2022 * 12 + 8) * 31, None, None, (2020 * 12 + 1) * 31 + 28],
    "upgrade_loan_interest.drawdown_on": [2023 * 12 * 31, None, None, (2024 * 12 + 11) * 31 + 30],
    "upgrade_loan_interest.months": [6, None, None, 1200],
    "little_giant.event": [0, None, 1, None],
    "industrial_app.apps": [
        [{"last_year_service_expenditure": 5}], None,
        [{"last_year_service_expenditure": 50000000}, {"last_year_service_expenditure": 300},
         {"last_year_service_expenditure": None}], [],
    ],
    "cloud_adoption.earlier.市级.enterprise_year": [7000000, 0, 0, 0],
    "industry": ["机械装备", "纺织鞋服", "电子信息", None],
}  # fmt: skip
"""What the firms come to, counted by hand."""
