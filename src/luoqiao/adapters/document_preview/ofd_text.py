"""OFD 的文字 (GB/T 33190): pages in order, each with the text of its template and its own, set in lines by position."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from luoqiao.adapters.document_preview.containers import open_container, read_member
from luoqiao.adapters.document_preview.limits import MOST_PAGES, MOST_TEXT
from luoqiao.adapters.document_preview.xml_form import parse_xml
from luoqiao.core.evidence.document_kind import OFD, DocumentRefused

SAME_LINE = 1.5
"""Millimetres: text whose height differs by less stands in one line."""
Piece = tuple[float, float, str]


def read_pages(document: BinaryIO) -> list[str]:
    """The text of each page; refuses a container that is broken or holds no page."""
    container = open_container(document)
    if container is None:
        raise DocumentRefused("LQ-5455", "OFD 打不开，可能没有传完或已损坏；请重新下载后再传")
    names = set(container.namelist())
    pages: list[str] = []
    left = MOST_TEXT
    for root in _documents(container):
        base = posixpath.dirname(root)
        tree = _tree(container, root)
        templates = {
            node.get("ID", ""): _path(base, node.get("BaseLoc", "")) for node in _all(tree, "TemplatePage")
        }
        for node in (page for group in _all(tree, "Pages") for page in _all(group, "Page")):
            if len(pages) == MOST_PAGES:
                raise DocumentRefused("LQ-5459", f"OFD 超过 {MOST_PAGES} 页；请拆开再传")
            text = _page_text(container, _path(base, node.get("BaseLoc", "")), templates, names)[:left]
            left -= len(text)
            pages.append(text)
    if not pages:
        raise DocumentRefused("LQ-5459", "OFD 里一页也没有；请重新下载后再传")
    return pages


def _documents(container: ZipFile) -> Iterator[str]:
    for node in _all(_tree(container, OFD.member), "DocRoot"):
        yield _path("", (node.text or "").strip())


def _page_text(container: ZipFile, path: str, templates: dict[str, str], names: set[str]) -> str:
    content = _tree(container, path)
    used = [templates.get(node.get("TemplateID", ""), "") for node in _all(content, "Template")]
    trees = [*(_tree(container, one) for one in used if one in names), content]
    return _lines([piece for tree in trees for piece in _pieces(tree)])


def _pieces(tree: ET.Element) -> Iterator[Piece]:
    for node in _all(tree, "TextObject"):
        left, top = [*_numbers(node.get("Boundary", "")), 0.0, 0.0][:2]
        for code in _all(node, "TextCode"):
            text = (code.text or "").strip()
            if text:
                yield top + _number(code.get("Y", "")), left + _number(code.get("X", "")), text


def _lines(pieces: list[Piece]) -> str:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: one[0]):
        if lines and piece[0] - lines[-1][0][0] < SAME_LINE:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(" ".join(text for _, _, text in sorted(line, key=lambda one: one[1])) for line in lines)


def _tree(container: ZipFile, path: str) -> ET.Element:
    return parse_xml(read_member(container, path), OFD.label)


def _all(tree: ET.Element, name: str) -> list[ET.Element]:
    """Every element of that name, whatever its name space, in the order of the file."""
    return [node for node in tree.iter() if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == name]


def _path(base: str, location: str) -> str:
    """A location as a name in the container: from its root when it begins with a stroke, else from `base`."""
    joined = location if location.startswith("/") else posixpath.join(base, location)
    return posixpath.normpath(joined).lstrip("/")


def _numbers(text: str) -> list[float]:
    return [_number(part) for part in text.split()]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
