"""读 XML: well formed and without a document type, so that no entity can grow or fetch anything."""

from __future__ import annotations

from xml.etree import ElementTree as ET


class UnreadableXml(ValueError):
    """不是完整的 XML: cut off, damaged, or in letters that nobody knows."""


class DoctypeFound(ValueError):
    """带有文档类型声明: the place where entities would be declared."""


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Called where a document type begins, before any of its entities."""
        raise DoctypeFound(name)


def read_root(content: bytes) -> ET.Element:
    """The root element. Raises DoctypeFound or UnreadableXml; what to tell the person is the caller's."""
    try:
        return ET.fromstring(content, ET.XMLParser(target=_NoDoctype()))  # noqa: S314 no DOCTYPE, so no entities can grow
    except DoctypeFound:
        raise
    except (ET.ParseError, ValueError, LookupError) as problem:
        raise UnreadableXml(str(problem)) from None
