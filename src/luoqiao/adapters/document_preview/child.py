"""看文件的进程: `python -m luoqiao.adapters.document_preview.child REQUEST`, the document on standard input.

It answers with one line of JSON, and after it the bytes of a picture. Memory and time are limited before anything of
the document is read. Whatever a library makes of a bad document becomes one sentence.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from typing import Any, BinaryIO

from luoqiao.adapters.document_preview.containers import check_office, open_container
from luoqiao.adapters.document_preview.limits import CPU_SECONDS, MEMORY_BYTES
from luoqiao.adapters.document_preview.xml_form import parse_xml
from luoqiao.core.evidence.document_kind import (
    DOCX,
    HEAD_BYTES,
    JPG,
    OFD,
    PDF,
    PNG,
    XLSX,
    DocumentKind,
    DocumentRefused,
    get_kind,
    judge_document,
)

UNREADABLE = ("LQ-5450", "文件打不开，可能没有传完或已损坏；请用原来的软件重新导出后再传")


def main() -> int:
    """Answer one request; 3 when the programme itself is set up wrongly."""
    _limit()
    request = json.loads(sys.argv[1])
    os.lseek(0, 0, os.SEEK_SET)
    payload = b""
    try:
        with os.fdopen(0, "rb") as document:
            answer, payload = _answer(document, request)
    except DocumentRefused as refused:
        answer = {"refused": [refused.code, refused.message]}
    except ImportError:
        traceback.print_exc()
        return 3
    except Exception:
        answer = {"refused": list(UNREADABLE)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + payload)
    return 0


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def _answer(document: BinaryIO, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if request["do"] == "look":
        kind, pages = _look(document, request["name"], request["allowed"])
        return {"kind": kind.id, "pages": pages}, b""
    kind = get_kind(request["kind"])
    if request["do"] == "page":
        return {}, _page(document, kind, request["page"], request["width"])
    if kind is not OFD:
        raise DocumentRefused("LQ-5452", f"{kind.label} 不按文字显示；请下载原件查看")
    from luoqiao.adapters.document_preview.ofd_text import read_pages

    return {"pages": read_pages(document)}, b""


def _look(document: BinaryIO, name: str, allowed: list[str]) -> tuple[DocumentKind, int | None]:
    head = document.read(HEAD_BYTES)
    size = document.seek(0, os.SEEK_END)
    container = open_container(document) if head.startswith(b"PK") else None
    members = None if container is None else container.namelist()
    kind = judge_document(name, head, size, members=members, allowed=allowed)
    document.seek(0)
    if kind is PDF:
        from luoqiao.adapters.document_preview.pdf_pages import count_pages

        return kind, count_pages(document)
    if kind in (JPG, PNG):
        from luoqiao.adapters.document_preview.pictures import check_picture

        check_picture(document, kind)
        return kind, 1
    if kind is OFD:
        from luoqiao.adapters.document_preview.ofd_text import read_pages

        return kind, len(read_pages(document))
    if kind in (XLSX, DOCX) and container is not None:
        check_office(container, kind)
        return kind, None
    parse_xml(document.read(), kind.label)
    return kind, None


def _page(document: BinaryIO, kind: DocumentKind, page: int, width: int) -> bytes:
    if kind is PDF:
        from luoqiao.adapters.document_preview.pdf_pages import draw_page

        return draw_page(document, page, width)
    if kind in (JPG, PNG):
        from luoqiao.adapters.document_preview.pictures import draw_picture

        return draw_picture(document, kind, page, width)
    raise DocumentRefused("LQ-5452", f"{kind.label} 没有页面图；请下载原件查看")


if __name__ == "__main__":
    sys.exit(main())
