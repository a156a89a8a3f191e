"""案件的表: the case and its history here; notices, lists, experts and reports each in a module of their own."""

from __future__ import annotations

from luoqiao.apps.cases.models.case import (
    ActionKey,
    Case,
    CaseCounter,
    CaseDocument,
    CaseEvent,
    Draft,
    Snapshot,
    Todo,
)
from luoqiao.apps.cases.models.expert import ExpertAssignment, ExpertDeclaration, ExpertRelease, ExpertSheet
from luoqiao.apps.cases.models.notice import NoticeCounter, NoticeRow, Objection, PublicNotice
from luoqiao.apps.cases.models.rating import FollowUp
from luoqiao.apps.cases.models.recognition_list import ListRow, RecognitionList
from luoqiao.apps.cases.models.report import ProgressReport

__all__ = [
    "ActionKey", "Case", "CaseCounter", "CaseDocument", "CaseEvent", "Draft", "ExpertAssignment", "ExpertDeclaration",
    "ExpertRelease", "ExpertSheet", "FollowUp", "ListRow", "NoticeCounter", "NoticeRow", "Objection", "ProgressReport",
    "PublicNotice", "RecognitionList", "Snapshot", "Todo",
]  # fmt: skip
