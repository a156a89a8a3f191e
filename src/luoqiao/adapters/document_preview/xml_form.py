"""读 XML: well formed and without a document type, so that no entity can grow or fetch anything."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from luoqiao.core.evidence.document_kind import DocumentRefused


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Called where a document type begins, before any of its entities."""
        raise DocumentRefused("LQ-5457", "文件里的 XML 带有文档类型声明（DOCTYPE），为安全不收；请用原来的软件重新导出")


def parse_xml(content: bytes, label: str) -> ET.Element:
    """The root element; refuses what is not well formed or declares a document type (DocumentRefused)."""
    try:
        return ET.fromstring(content, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 no DOCTYPE, so no entities can grow
    except (ET.ParseError, ValueError, LookupError):
        raise DocumentRefused("LQ-5455", f"{label} 读不下去，可能没有传完或已损坏；请重新下载或导出后再传") from None
