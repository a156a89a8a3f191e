"""文件种类: which kinds of documents are taken in, told by name and first bytes together, and how long they may be.

What is inside a file that passes here (pages, a sound picture, a well-formed container) is looked at by the previewer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from luoqiao.core.evidence.document_store import shown_size
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.text import fold_all_width

HEAD_BYTES = 1_024
"""How many first bytes `judge_document` wants to see."""
LONGEST_NAME = 120
_BLANK_START = b"\xef\xbb\xbf \t\r\n"
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


class DocumentRefused(DomainError):
    """文件不收: one sentence: what is wrong with the file and what to do."""

    code = "LQ-5440"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """一种文件: its extensions (the usual one first), how its bytes begin, and its limits.

    `member` is the file that a container (ZIP) of this kind must hold. `pages` tells whether pages can be counted and
    shown as pictures; `text` whether its text can be shown instead.
    """

    id: str
    label: str
    extensions: tuple[str, ...]
    media_type: str
    begins: tuple[bytes, ...]
    most_bytes: int
    member: str = ""
    pages: bool = False
    text: bool = False


_ZIP = (b"PK\x03\x04",)
_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = DocumentKind("pdf", "PDF", ("pdf",), "application/pdf", (b"%PDF-",), 50_000_000, pages=True)
JPG = DocumentKind("jpg", "JPG 图片", ("jpg", "jpeg"), "image/jpeg", (b"\xff\xd8\xff",), 20_000_000, pages=True)
PNG = DocumentKind("png", "PNG 图片", ("png",), "image/png", (b"\x89PNG\r\n\x1a\n",), 20_000_000, pages=True)
OFD = DocumentKind("ofd", "OFD", ("ofd",), "application/ofd", _ZIP, 20_000_000, member="OFD.xml", text=True)
XLSX = DocumentKind(
    "xlsx", "Excel 工作簿", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet", _ZIP, 20_000_000, member="xl/workbook.xml"
)
DOCX = DocumentKind(
    "docx", "Word 文档", ("docx",), f"{_OFFICE}wordprocessingml.document", _ZIP, 20_000_000, member="word/document.xml"
)
XML = DocumentKind("xml", "XML（数电票）", ("xml",), "application/xml", (b"<",), 2_000_000)

KINDS = (PDF, JPG, PNG, OFD, XLSX, DOCX, XML)
MOST_BYTES = max(kind.most_bytes for kind in KINDS)
"""The longest document of any kind: what a store is told while the kind is still unknown."""
_OLD = {"doc": "docx", "xls": "xlsx", "wps": "docx", "et": "xlsx"}
_MACROS = {"docm": "docx", "xlsm": "xlsx", "xlsb": "xlsx"}


def get_kind(identifier: str) -> DocumentKind:
    """The kind with this id; KeyError for one that was never taken in."""
    return {kind.id: kind for kind in KINDS}[identifier]


def judge_document(
    name: str, head: bytes, size: int, *, members: Collection[str] | None = None, allowed: Collection[str] = ()
) -> DocumentKind:
    """The kind of a document by its name, its first bytes (HEAD_BYTES) and, for a container, the names inside it.

    `allowed`: ids of the kinds wanted here; none means any. Refuses with one sentence (DocumentRefused).
    """
    wanted = tuple(kind for kind in KINDS if not allowed or kind.id in allowed)
    if size == 0:
        raise DocumentRefused("LQ-5441", "这个文件是空的，没有内容；请重新导出后再传")
    kind = _by_extension(name, wanted)
    found = _by_content(head, members)
    if kind not in found:
        raise DocumentRefused("LQ-5444", _differs(name, kind, found, head, members))
    if size > kind.most_bytes:
        said = f"{kind.label} 文件最大 {shown_size(kind.most_bytes)}，这个有 {shown_size(size)}；请压缩或拆开再传"
        raise DocumentRefused("LQ-5445", said)
    return kind


def document_name(text: str) -> str:
    """A file name fit to be shown and kept: no path, no characters that nobody sees, not too long."""
    last = re.split(r"[/\\]", text)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    clean = " ".join(seen.split()).lstrip(".") or "未命名"
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, extension = clean.rpartition(".")
    tail = f"{dot}{extension}" if dot and len(extension) <= 5 else ""
    return (stem if tail else clean)[: LONGEST_NAME - len(tail) - 1] + "…" + tail


def extension_of(name: str) -> str:
    """pdf: what stands behind the last dot, half width and lower case; empty without a dot."""
    return fold_all_width(document_name(name)).rpartition(".")[2].strip().lower() if "." in fold_all_width(name) else ""


def _by_extension(name: str, wanted: tuple[DocumentKind, ...]) -> DocumentKind:
    extension = extension_of(name)
    for kind in wanted:
        if extension in kind.extensions:
            return kind
    taken = "、".join(kind.label for kind in wanted)
    if extension in _OLD:
        raise DocumentRefused("LQ-5442", f"旧格式 .{extension} 不收；请打开后另存为 .{_OLD[extension]} 再传")
    if extension in _MACROS:
        raise DocumentRefused("LQ-5442", f"带宏的 .{extension} 不收；请打开后另存为 .{_MACROS[extension]} 再传")
    if not extension:
        raise DocumentRefused("LQ-5443", f"文件名没有扩展名，看不出是什么文件；这里可以传 {taken}")
    raise DocumentRefused("LQ-5443", f"这里不收 .{extension[:10]} 文件；可以传 {taken}")


def _by_content(head: bytes, members: Collection[str] | None) -> tuple[DocumentKind, ...]:
    """The kinds that begin so; a container is of the kind whose file it holds."""
    found = []
    for kind in KINDS:
        start = head.lstrip(_BLANK_START) if kind is XML else head
        if start.startswith(kind.begins) and (not kind.member or kind.member in (members or ())):
            found.append(kind)
    if any(head.startswith(mark) for mark in (b"\xff\xfe<\x00", b"\xfe\xff\x00<")):
        found.append(XML)
    return tuple(found)


def _differs(
    name: str, kind: DocumentKind, found: tuple[DocumentKind, ...], head: bytes, members: Collection[str] | None
) -> str:
    ending = f"文件名以 .{extension_of(name)} 结尾"
    if found:
        usual = found[0].extensions[0]
        return f"{ending}，内容却是 {found[0].label}；请把扩展名改为 .{usual}，或用原来的软件另存"
    if kind.member and head.startswith(_ZIP) and members is None:
        return f"{ending}，但文件打不开，可能没有传完或已损坏；请重新导出后再传"
    if kind.member and head.startswith(b"\xd0\xcf\x11\xe0"):
        return f"{ending}，内容却是旧格式或加了密码的 Office 文件；请去掉密码，另存为 .{kind.extensions[0]} 再传"
    return f"{ending}，内容却不是 {kind.label}；请用原来的软件重新导出，不要只改扩展名"
