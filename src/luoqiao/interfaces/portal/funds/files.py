"""下载的文件: a workbook, or other bytes, under a Chinese name."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from luoqiao.adapters.xlsx.values import Book, Sheet
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.interfaces.portal.cases.notice_files import XLSX
from luoqiao.policies.pack import Pack


def workbook_answer(sheets: tuple[Sheet, ...], title: str, pack: Pack, name: str) -> HttpResponse:
    """Sheets as a workbook of the programme."""
    book = Book(sheets, title, pack.meta.title, f"洛桥 · {pack.meta.number}")
    return file_answer(write_book(book), XLSX, f"{name}.xlsx")


def file_answer(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Bytes to be kept as a file of this name."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
