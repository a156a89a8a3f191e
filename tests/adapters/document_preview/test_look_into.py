"""看文件: sound documents pass with their pages; everything else is refused with one sentence, whatever it is."""

from __future__ import annotations

import contextlib
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoqiao.adapters.document_preview import look_into
from luoqiao.core.evidence.document_kind import DocumentRefused
from tests.adapters.document_preview.documents import (
    BOMB,
    a_locked_pdf,
    a_pdf,
    a_picture,
    a_png_that_claims,
    a_scanned_pdf,
    a_text,
    a_workbook,
    a_zip,
    ofd_members,
    repacked,
)

INVOICE = "<?xml version='1.0' encoding='UTF-8'?><EInvoice><Header><EIid>24352000000012345678</EIid></Header></EInvoice>"


@pytest.mark.parametrize(
    ("name", "content", "kind", "pages"),
    [
        ("合同.pdf", a_pdf(), "pdf", 1),
        ("合同.PDF", a_scanned_pdf(3), "pdf", 3),
        ("现场.jpg", a_picture("JPEG", turned=True), "jpg", 1),
        ("现场.jpeg", a_picture("JPEG", mode="CMYK"), "jpg", 1),
        ("截图.png", a_picture("PNG", mode="P"), "png", 1),
        ("发票.ofd", a_zip(ofd_members()), "ofd", 2),
        ("清单.xlsx", a_workbook(), "xlsx", None),
        ("协议.docx", a_text(), "docx", None),
        ("发票.xml", INVOICE.encode(), "xml", None),
        ("发票.xml", INVOICE.replace("UTF-8", "UTF-16").encode("utf-16"), "xml", None),
    ],
)
def test_sound_documents_pass_with_their_pages(name: str, content: bytes, kind: str, pages: int | None) -> None:
    looked = look_into(BytesIO(content), name)
    assert (looked.kind.id, looked.pages) == (kind, pages)


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("a.pdf", b"", "LQ-5441", "是空的"),
        ("a.pdf", a_pdf()[:300], "LQ-5455", "没有结尾"),
        ("a.pdf", b"%PDF-1.4\nnothing\n%%EOF\n", "LQ-5455", "PDF 打不开"),
        ("a.pdf", a_locked_pdf(), "LQ-5454", "去掉密码"),
        ("a.pdf", a_pdf(*[(10, 10)] * 501), "LQ-5459", "PDF 有 501 页，最多 500 页"),
        ("a.jpg", a_picture("JPEG")[:800], "LQ-5455", "图片打不开"),
        ("a.png", a_picture("PNG")[:200], "LQ-5455", "图片打不开"),
        ("a.png", a_png_that_claims(60_000, 60_000), "LQ-5453", "图片有 60000×60000 点"),
        ("a.png", a_png_that_claims(3000, 3000), "LQ-5455", "图片打不开"),
        ("a.jpg", a_picture("PNG"), "LQ-5444", "内容却是 PNG 图片；请把扩展名改为 .png"),
        ("a.xlsx", a_text(), "LQ-5444", "内容却是 Word 文档"),
        ("a.xlsx", a_workbook()[:900], "LQ-5444", "但文件打不开"),
        ("a.ofd", a_zip({"x": "y"}), "LQ-5444", "内容却不是 OFD"),
        ("a.docx", repacked(a_text(), **{"word/vbaProject.bin": b"x"}), "LQ-5456", "有宏"),
        ("a.docx", repacked(a_text(), **{"word/document.xml": BOMB + "<a>&y;</a>"}), "LQ-5457", "DOCTYPE"),
        ("a.docx", repacked(a_text(), **{"word/document.xml": "<a>"}), "LQ-5455", "读不下去"),
        ("a.xlsx", a_zip({"xl/workbook.xml": "<a/>"}), "LQ-5455", "缺少 [Content_Types].xml"),
        ("a.ofd", a_zip(ofd_members(**{"Doc_0/Document.xml": BOMB + "<a>&y;</a>"})), "LQ-5457", "DOCTYPE"),
        ("a.ofd", a_zip(ofd_members(**{"Doc_0/Document.xml": "<a/>"})), "LQ-5459", "一页也没有"),
        ("a.ofd", a_zip({"OFD.xml": ofd_members()["OFD.xml"]}), "LQ-5455", "缺少 Doc_0/Document.xml"),
        ("a.xml", (BOMB + "<a>&y;</a>").encode(), "LQ-5457", "DOCTYPE"),
        ("a.xml", b"<EInvoice>", "LQ-5455", "读不下去"),
        ("a.xml", b'<?xml version="1.0" encoding="x-none"?><a/>', "LQ-5455", "读不下去"),
        ("a.html", b"<html>", "LQ-5443", "不收 .html"),
    ],
)
def test_everything_else_is_refused_with_one_sentence(name: str, content: bytes, code: str, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        look_into(BytesIO(content), name)
    assert refused.value.code == code
    assert said in refused.value.message


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = repacked(a_workbook(), **{"xl/media/a.bin": bytes(310_000_000)})
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentRefused, match="展开后超过 300 MB"):
        look_into(BytesIO(bomb), "a.xlsx")
    many = a_zip(ofd_members() | {f"x{n}": "" for n in range(5001)})
    with pytest.raises(DocumentRefused, match="多得不正常"):
        look_into(BytesIO(many), "a.ofd")


def test_a_damaged_part_is_found() -> None:
    content = bytearray(repacked(a_workbook(), **{"xl/media/a.bin": bytes(range(256)) * 100}))
    at = content.index(b"xl/media/a.bin") + 60
    content[at : at + 8] = b"\xff" * 8
    with pytest.raises(DocumentRefused, match="已损坏"):
        look_into(BytesIO(bytes(content)), "a.xlsx")


def test_a_locked_container_is_refused() -> None:
    content = bytearray(a_workbook())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DocumentRefused, match="去掉密码"):
        look_into(BytesIO(bytes(content)), "a.xlsx")


def test_a_place_may_want_fewer_kinds() -> None:
    with pytest.raises(DocumentRefused, match="可以传 PDF、OFD"):
        look_into(BytesIO(a_workbook()), "a.xlsx", allowed={"pdf", "ofd"})


def test_a_file_of_the_system_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(a_pdf())
    with (tmp_path / "a").open("rb") as stream:
        stream.read(7)
        assert look_into(stream, "a.pdf").pages == 1
        assert stream.read(5) == b"%PDF-"


def test_a_stream_that_waits_in_memory_is_read_too() -> None:
    with SpooledTemporaryFile(1 << 20) as stream:
        stream.write(a_pdf())
        assert look_into(cast("BinaryIO", stream), "a.pdf").pages == 1


SAMPLES = {
    "a.pdf": a_scanned_pdf(1), "a.jpg": a_picture("JPEG"), "a.png": a_picture("PNG"), "a.ofd": a_zip(ofd_members()),
    "a.docx": a_text(), "a.xml": INVOICE.encode(),
}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 10**6), st.binary(min_size=1, max_size=20), st.integers(0, 10**6))
def test_no_damage_is_more_than_a_refusal(name: str, at: int, damage: bytes, cut: int) -> None:
    content = SAMPLES[name]
    at %= len(content)
    changed = content[:at] + damage + content[at + len(damage) :]
    changed = changed[: 1 + cut % len(changed)] if cut % 2 else changed
    with contextlib.suppress(DocumentRefused):
        look_into(BytesIO(changed), name)
