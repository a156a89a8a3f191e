"""名单的故事: a file of so many lines, imported, checked, confirmed and carried out, each in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.cases.services.lists import ReceivedList, check_list, confirm_list, import_list
from luoqiao.core.cases.recognition_list import NEW, ListHead, ListKind
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.import_table import SheetRow
from tests.apps.cases.stories import AT, HEAD, OFFICER

NAMES = ("企业名称", "统一社会信用代码", "认定事项", "证书编号")


def a_file(*rows: Sequence[str], columns: Sequence[str] = NAMES, name: str = "名单.xlsx") -> ReceivedList:
    listed = [SheetRow(number, tuple(cells)) for number, cells in enumerate((columns, *rows), 1)]
    return ReceivedList(name, repr(listed).encode(), listed)


def a_head(
    clause: str = "little_giant", *, kind: ListKind = ListKind.RECOGNITION, issued_on: date = date(2023, 6, 1),
    event: str = NEW, year: int = 0,
) -> ListHead:  # fmt: skip
    return ListHead(kind, clause, "工信部企业函〔2023〕90号", issued_on, "工业和信息化部", event, year)


def arrived(
    head: ListHead, file: ReceivedList, *, actor: Actor = OFFICER, at: datetime = AT, key: UUID | None = None
) -> str:
    return import_list(head=head, file=file, actor=actor, at=at, key=key or uuid4())


def confirmed(
    head: ListHead, file: ReceivedList, *, at: datetime = AT, by: Actor = HEAD, good_rows_only: bool = False
) -> str:
    number = arrived(head, file, at=at)
    check_list(number=number, actor=OFFICER, at=at, good_rows_only=good_rows_only)
    confirm_list(number=number, actor=by, at=at + timedelta(hours=1))
    carry_out_lists(at + timedelta(hours=1), number=number)
    return number
