"""写拨付文件: rows in a layout of the programme as bytes with both digests; and a bank's answer as it was sent, with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile

from luoqiao.adapters.delimited.reading import read_delimited
from luoqiao.adapters.delimited.writing import write_delimited
from luoqiao.adapters.object_store.hashing import read_digests
from luoqiao.adapters.xlsx.plain_sheet import write_plain_sheet
from luoqiao.adapters.xlsx.reading import read_rows
from luoqiao.apps.funds.services.approving import WrittenFile
from luoqiao.apps.funds.services.results import ReceivedResults
from luoqiao.core.funds.payment_layout import Cell, FileKind, PaymentLayout
from luoqiao.core.funds.reconcile import UnreadableResults

MEDIA = {
    FileKind.CSV: "text/csv",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES = 20 * 1024 * 1024
ZIP = b"PK\x03\x04"


def write_payment_file(layout: PaymentLayout, rows: Sequence[tuple[Cell, ...]]) -> WrittenFile:
    """The file of a layout; the same rows give the same bytes."""
    if layout.kind is FileKind.CSV:
        content = write_delimited([layout.heads, *rows], layout.encoding.value)
    else:
        content = write_plain_sheet(layout.name, layout.heads, rows)
    digests = read_digests(BytesIO(content))
    return WrittenFile(content, MEDIA[layout.kind], layout.kind.value, digests.sha256, digests.sm3)


def read_sent_results(sent: object, pack: str) -> ReceivedResults:
    """The file that was sent, whichever of the two kinds it is; refuses none, an empty or a huge one (UnreadableResults)."""
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise UnreadableResults("没有选文件，或文件是空的；没有导入，请选银行导出的付款结果")
    if sent.size > MOST_BYTES:
        raise UnreadableResults(f"文件有 {sent.size / 1024 / 1024:.0f} MB，最多 20 MB；没有导入，请按批次分开导出")
    content = sent.read()
    digests = read_digests(BytesIO(content))
    rows = read_rows(content) if content.startswith(ZIP) else read_delimited(content)
    return ReceivedResults(pack, sent.name or "回执", content, digests.sha256, digests.sm3, rows)
