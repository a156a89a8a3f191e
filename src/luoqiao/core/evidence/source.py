"""来源: where a fact comes from, and which source is believed when two of them differ. The ranking is data and says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """事实的来源."""

    DECIDED = "decided"
    MEASURED = "measured"
    REGISTER = "register"
    DOCUMENT = "document"
    DECLARED = "declared"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _RANKED[self].label

    @property
    def rank(self) -> int:
        """Its place in the ranking: the smallest is believed."""
        return list(_RANKED).index(self)

    @property
    def why(self) -> str:
        """Why it stands where it stands."""
        return _RANKED[self].why


@dataclass(frozen=True, slots=True)
class Ranked:
    """排序的一行."""

    source: Source
    label: str
    why: str


RANKING = (
    Ranked(Source.DECIDED, "认定", "经办看过各方依据后作出的决定，附理由，留审计"),
    Ranked(Source.MEASURED, "实测", "机器、仪表或平台接口自动记录，不经人手"),
    Ranked(Source.REGISTER, "登记", "主管部门的名录、名单和登记库，不由申报企业填写"),
    Ranked(Source.DOCUMENT, "凭证", "合同、发票、付款凭证等原件载明"),
    Ranked(Source.DECLARED, "申报", "企业自己填写，没有别的依据时采用"),
)
"""The first is believed before all others."""
_RANKED = {one.source: one for one in RANKING}


def explain_choice(adopted: Source, others: tuple[Source, ...]) -> str:
    """Why a source was adopted although others say something else: `凭证优先于申报`."""
    lower = sorted({one for one in others if one.rank > adopted.rank}, key=lambda one: one.rank)
    return f"{adopted.label}优先于{'、'.join(one.label for one in lower)}" if lower else f"按{adopted.label}采用"
