"""容器里的文件: ZIP containers (OFD, xlsx, docx) opened with limits; what unpacks to too much is not unpacked."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from luoqiao.adapters.document_preview.limits import MOST_MEMBERS, MOST_UNPACKED_BYTES, MOST_XML_BYTES
from luoqiao.adapters.document_preview.xml_form import parse_xml
from luoqiao.core.evidence.document_kind import DocumentKind, DocumentRefused
from luoqiao.core.evidence.document_store import shown_size

ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def open_container(document: BinaryIO) -> zipfile.ZipFile | None:
    """The container, checked against the limits before any of it is unpacked; None for one that is broken."""
    try:
        container = zipfile.ZipFile(document)
    except BROKEN:
        return None
    members = container.infolist()
    if len(members) > MOST_MEMBERS:
        raise DocumentRefused("LQ-5453", f"文件里有 {len(members)} 个部分，多得不正常；请重新导出后再传")
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        said = f"文件展开后超过 {shown_size(MOST_UNPACKED_BYTES)}，大得不正常；请去掉不用的图片和数据再传"
        raise DocumentRefused("LQ-5453", said)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise DocumentRefused("LQ-5454", "文件加了密码；请去掉密码后再传")
    return container


def read_member(container: zipfile.ZipFile, name: str, most_bytes: int = MOST_XML_BYTES) -> bytes:
    """The bytes of one member; refuses one that is missing, too long or damaged."""
    try:
        with container.open(name) as member:
            content = member.read(most_bytes + 1)
    except KeyError:
        raise DocumentRefused("LQ-5455", f"文件不完整，缺少 {name[-60:]}；请重新导出后再传") from None
    except BROKEN:
        raise DocumentRefused("LQ-5455", "文件已损坏，有一部分读不出来；请重新导出后再传") from None
    if len(content) > most_bytes:
        raise DocumentRefused("LQ-5453", f"文件里的 {name[-60:]} 超过 {shown_size(most_bytes)}，大得不正常；请重新导出后再传")
    return content


def check_office(container: zipfile.ZipFile, kind: DocumentKind) -> None:
    """A workbook or text: no macros, the parts that must be there are, and every part can be read."""
    names = container.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DocumentRefused("LQ-5456", f"文件里有宏，不收；请另存为不带宏的 .{kind.extensions[0]} 再传")
    for name in ("[Content_Types].xml", kind.member):
        parse_xml(read_member(container, name, MOST_UNPACKED_BYTES), kind.label)
    try:
        damaged = container.testzip()
    except BROKEN:
        damaged = kind.member
    if damaged is not None:
        raise DocumentRefused("LQ-5455", "文件已损坏，有一部分读不出来；请重新导出后再传")
