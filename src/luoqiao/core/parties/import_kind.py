"""导入的名单: the kinds of list that may be imported, their columns, and what is asked beside the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.parties.enterprise_fields import FIELDS


class ImportKind(StrEnum):
    """企业名录 · 规上名单 · 称号名单."""

    ENTERPRISES = "enterprises"
    ABOVE_SIZE = "above_designated_size"
    TITLES = "titles"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"enterprises": "企业名录", "above_designated_size": "规上名单", "titles": "称号名单"}[self.value]


class ImportState(StrEnum):
    """状态: 待读 · 待确认 · 待写入 · 已导入 · 有错未导入 · 已取消 · 读不了."""

    RECEIVED = "received"
    READY = "ready"
    CONFIRMED = "confirmed"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _STATES[self.value]

    @property
    def is_running(self) -> bool:
        """Whether something is still to be done by the machine."""
        return self in {ImportState.RECEIVED, ImportState.CONFIRMED}


_STATES = {
    "received": "正在读取", "ready": "待您确认", "confirmed": "正在导入", "done": "已导入", "refused": "有错，没有导入",
    "cancelled": "已取消，没有导入", "failed": "读不了，没有导入",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """列: its key, heading, other headings by which it is known, what to write there, and an example."""

    key: str
    label: str
    hint: str
    example: str
    needed: bool = False
    known_as: tuple[str, ...] = ()


_ALIASES = {
    "uscc": ("社会信用代码", "信用代码", "统一社会信用代码(18位)"),
    "name": ("单位名称", "名称", "企业全称", "单位详细名称"),
    "industry": ("产业", "所属产业"),
    "industry_code": ("行业代码", "国民经济行业分类"),
    "township": ("镇街", "乡镇(街道)", "属地", "所属镇街", "镇(街道)"),
    "park": ("园区", "所属园区"),
    "address": ("地址", "注册地址", "详细地址"),
    "staff": ("从业人员", "从业人数", "期末人数"),
    "revenue": ("营业收入", "主营业务收入", "全年营业收入"),
    "size_year": ("年度", "年份"),
}
_CODE = ImportColumn("uscc", "统一社会信用代码", "18 位；列设为文本格式", "91350504MA2000019C", True, _ALIASES["uscc"])
_NAME = ImportColumn("name", "企业名称", "只用来核对代码", "泉州示例机械有限公司", False, _ALIASES["name"])

COLUMNS: dict[ImportKind, tuple[ImportColumn, ...]] = {
    ImportKind.ENTERPRISES: tuple(
        ImportColumn(field.key, field.label, field.hint, field.example, field.needed, _ALIASES[field.key]) for field in FIELDS
    ),
    ImportKind.ABOVE_SIZE: (
        _CODE,
        _NAME,
        ImportColumn("from_on", "入库日期", "从这天起是规上；全表同一天可在导入页填", "2023-01-01", False, ("起日", "纳统日期")),
        ImportColumn("until_on", "退库日期", "从这一天起不再是规上；没有退库的留空", "", False, ("止日",)),
    ),
    ImportKind.TITLES: (
        _CODE,
        _NAME,
        ImportColumn(
            "kind", "称号", "如 专精特新“小巨人”企业；全表一种可在导入页选", "专精特新中小企业", False, ("称号名称", "类别")
        ),
        ImportColumn("level", "级别", "只有一种级别的称号可以留空", "省级", False, ()),
        ImportColumn("number", "证书编号", "没有的留空", "", False, ("编号",)),
        ImportColumn("product", "产品或项目", "单项冠军写产品，示范写项目", "", False, ("产品", "项目名称", "主营产品")),
        ImportColumn("recognised_on", "认定日期", "文件上的日期；全表同一天可在导入页填", "2022-08-15", False, ("认定时间",)),
        ImportColumn("valid_until", "有效期至", "有效的最后一天", "2025-08-14", False, ("有效期",)),
        ImportColumn("reverified_on", "复核通过日期", "没有复核的留空", "", False, ("复核日期",)),
        ImportColumn("document_number", "认定文号", "", "闽工信函〔2022〕1号", False, ("文号",)),
    ),
}
LABELS = {(kind, column.key): column.label for kind, columns in COLUMNS.items() for column in columns}
