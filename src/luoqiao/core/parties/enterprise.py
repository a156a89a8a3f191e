"""企业: what the register holds of an enterprise, as other parts see it; and the order of names.

The programme industry is stated, never derived from the statistics code (X-48). Township and park are two things.
Whether it is 规上 is a dated fact imported from the statistics bureau's list (`standing.py`), never computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.size_class import SizeClass, size_class


@dataclass(frozen=True, slots=True)
class EnterpriseView:
    """企业: one row of the register. `id` is the key that tables of other parts point to.

    `industry` is an id of the pack's list, `township` a nine-digit code, `park` a code or empty. `revenue` in fen;
    staff and revenue are those of `size_year`, None when not recorded. `named_in_document` is `E-01` for those that
    the document itself names.
    """

    id: int
    uscc: str
    name: str
    industry: str = ""
    industry_code: str = ""
    township: str = ""
    park: str = ""
    address: str = ""
    staff: int | None = None
    revenue: int | None = None
    size_year: int | None = None
    size: SizeClass | None = None
    named_in_document: str = ""
    demonstration: bool = False
    active: bool = True

    @property
    def subject(self) -> str:
        """The name of its record in the audit."""
        return subject_of(self.uscc)


def subject_of(uscc: str) -> str:
    """审计的对象: `enterprise:91350504MA2000019C`."""
    return f"enterprise:{uscc}"


def name_order(name: str) -> bytes:
    """拼音次序: the GB18030 bytes of a name sort common characters by pinyin; rarer ones follow by radical."""
    return name.encode("gb18030", "replace")


def searchable(text: str) -> str:
    """搜索用的写法: half width, lower case, no blanks at the ends."""
    return fold_all_width(text).lower().strip()


def search_text(names: Iterable[str]) -> str:
    """搜索用的名称: every name that it had, each once, one a line."""
    return "\n".join(dict.fromkeys(searchable(name) for name in names))


@dataclass(frozen=True, slots=True)
class EnterpriseRecord:
    """要登记的内容: what a registration writes; read and checked before (`enterprise_fields.py`)."""

    uscc: str
    name: str
    industry: str = ""
    industry_code: str = ""
    township: str = ""
    park: str = ""
    address: str = ""
    staff: int | None = None
    revenue: int | None = None
    size_year: int | None = None

    @property
    def size(self) -> SizeClass | None:
        """The size class of its figures; None unless staff, revenue and their year are all there."""
        if self.staff is None or self.revenue is None or self.size_year is None:
            return None
        return size_class(self.staff, self.revenue)
