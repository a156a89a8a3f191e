"""装订案卷: the sections in order, the page that a person reads, the manifest that a program checks.

A part that joins later (the place of each entry in the chain) adds its builder to `SECTIONS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from luoqiao.adapters.archive.writing import write_zip
from luoqiao.apps.cases.queries.packet import PacketSource
from luoqiao.interfaces.portal.auditor.packet import course_sections, money_sections, rule_sections
from luoqiao.interfaces.portal.auditor.packet.section import Section, as_json

FORMAT = "luoqiao-packet-1"
INDEX, MANIFEST = "index.html", "manifest.json"
SECTIONS: tuple[Callable[[PacketSource], Section], ...] = (
    rule_sections.decision, rule_sections.facts, rule_sections.rule, rule_sections.readings, rule_sections.calculation,
    rule_sections.recomputation, course_sections.documents, course_sections.approvals, course_sections.notices,
    course_sections.history, money_sections.money, course_sections.audit_entries,
)  # fmt: skip


def build_packet(source: PacketSource) -> bytes:
    """The packet as a zip; the same state gives the same bytes."""
    sections = [build(source) for build in SECTIONS]
    files = {name: content for section in sections for name, content in section.files.items()}
    files[INDEX] = _page(source, sections, files).encode()
    files[MANIFEST] = as_json(_manifest(source, files))
    return write_zip(files)


def _manifest(source: PacketSource, files: Mapping[str, bytes]) -> dict[str, object]:
    row = source.frozen.row
    return {
        "format": FORMAT, "case": row.number, "events": source.frozen.state.seq, "pack": row.pack,
        "pack_digest": row.pack_digest, "snapshot": source.frozen.granted.digest,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()
        },
    }  # fmt: skip


def _page(source: PacketSource, sections: list[Section], files: Mapping[str, bytes]) -> str:
    row, meta = source.frozen.row, source.frozen.pack.meta
    listed = [(name, hashlib.sha256(files[name]).hexdigest()) for name in sorted(files)]
    return render_to_string("pages/auditor/packet.html", {
        "number": row.number, "name": row.enterprise_name, "title": row.title, "year": row.year, "programme": meta.title,
        "document": meta.number, "look": _look(), "sections": sections, "files": listed, "events": source.frozen.state.seq,
    })  # fmt: skip


def _look() -> str:
    """How the page looks, within the page: it is read where nothing else of the platform is."""
    return format_html("<{0}>{1}</{0}>", "style", mark_safe(render_to_string("pages/auditor/packet.css")))  # noqa: S308 # our own
