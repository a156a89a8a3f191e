"""读 XML 文件: what cannot be read, or declares a document type, is told as any other document that is not taken."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from luoqiao.core.evidence.document_kind import DocumentRefused
from luoqiao.core.kernel.plain_xml import DoctypeFound, UnreadableXml, read_root


def parse_xml(content: bytes, label: str) -> ET.Element:
    """The root element; refuses what is not well formed or declares a document type (DocumentRefused)."""
    try:
        return read_root(content)
    except DoctypeFound:
        raise DocumentRefused(
            "LQ-5457", "文件里的 XML 带有文档类型声明（DOCTYPE），为安全不收；请用原来的软件重新导出"
        ) from None
    except UnreadableXml:
        raise DocumentRefused("LQ-5455", f"{label} 读不下去，可能没有传完或已损坏；请重新下载或导出后再传") from None
