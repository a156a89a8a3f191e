"""PDF 的页: counted, and drawn one at a time with seals and filled-in fields; nothing in it is ever run."""

from __future__ import annotations

from math import sqrt
from typing import BinaryIO

import pypdfium2 as pdfium

from luoqiao.adapters.document_preview.limits import (
    END_OF_PDF_BYTES,
    LEAST_WIDTH,
    MOST_PAGES,
    MOST_SHOWN_PIXELS,
    MOST_WIDTH,
)
from luoqiao.adapters.document_preview.pictures import png
from luoqiao.core.evidence.document_kind import DocumentRefused

BROKEN = "PDF 打不开，可能没有传完或已损坏；请重新导出后再传"
_PASSWORD, _SECURITY = 4, 5
"""What the library's errors of loading mean: a password is wrong, a scheme of protection is unknown."""


def count_pages(document: BinaryIO) -> int:
    """How many pages there are; refuses a PDF that breaks off, has a password, no page or too many."""
    content = document.read()
    if b"%%EOF" not in content.rstrip(b"\x00 \t\r\n\x1a")[-END_OF_PDF_BYTES:]:
        raise DocumentRefused("LQ-5455", "PDF 没有结尾，多半没有传完；请重新下载或导出后再传")
    pages = _opened(content)
    count = len(pages)
    if not 1 <= count <= MOST_PAGES:
        said = f"PDF 有 {count} 页，最多 {MOST_PAGES} 页；请拆开再传" if count else "PDF 里一页也没有；请重新导出后再传"
        raise DocumentRefused("LQ-5459", said)
    _page(pages, 1)
    return count


def draw_page(document: BinaryIO, page: int, width: int) -> bytes:
    """A page as a PNG of this width."""
    pages = _opened(document.read())
    if not 1 <= page <= len(pages):
        raise DocumentRefused("LQ-5458", f"这个 PDF 有 {len(pages)} 页，没有第 {page} 页")
    pages.init_forms()
    shown = _page(pages, page)
    wide, high = shown.get_size()
    asked = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    scale = min(asked / wide, sqrt(MOST_SHOWN_PIXELS / (wide * high)))
    return png(shown.render(scale=scale).to_pil().convert("RGB"), asked)


def _opened(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise DocumentRefused("LQ-5454", "PDF 加了密码；请去掉密码后再传") from None
        raise DocumentRefused("LQ-5455", BROKEN) from None


def _page(pages: pdfium.PdfDocument, page: int) -> pdfium.PdfPage:
    try:
        found = pages[page - 1]
        wide, high = found.get_size()
    except pdfium.PdfiumError:
        raise DocumentRefused("LQ-5455", BROKEN) from None
    if wide <= 0 or high <= 0:
        raise DocumentRefused("LQ-5455", BROKEN)
    return found
