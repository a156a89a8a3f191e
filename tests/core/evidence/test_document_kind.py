"""文件种类: name and content must agree; each refusal is one sentence that says what to do."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.evidence.document_kind import KINDS, DocumentRefused, document_name, judge_document

ZIP = b"PK\x03\x04\x14\x00"
MEMBERS = {"ofd": "OFD.xml", "xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
HEADS = {
    "pdf": b"%PDF-1.7\n", "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF", "png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "ofd": ZIP, "xlsx": ZIP, "docx": ZIP, "xml": b"\xef\xbb\xbf<?xml version='1.0'?><EInvoice/>",
}  # fmt: skip


def judged(name: str, kind: str, size: int = 1000, **more: object) -> str:
    members = [MEMBERS[kind], "[Content_Types].xml"] if kind in MEMBERS else None
    return judge_document(name, HEADS[kind], size, members=members, **more).id  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_each_kind_passes_under_its_own_names(kind) -> None:  # type: ignore[no-untyped-def]
    for extension in kind.extensions:
        assert judged(f"发票.{extension}", kind.id) == kind.id
        assert judged(f"发票．{extension.upper()}", kind.id) == kind.id


@pytest.mark.parametrize("content", HEADS)
@pytest.mark.parametrize("name", HEADS)
def test_name_and_content_must_agree(name: str, content: str) -> None:
    if name == content:
        return
    with pytest.raises(DocumentRefused) as refused:
        judged(f"a.{name}", content)
    assert refused.value.code == "LQ-5444"
    assert f"文件名以 .{name} 结尾，内容却是" in refused.value.message


@pytest.mark.parametrize(
    ("name", "head", "size", "code", "said"),
    [
        ("a.pdf", b"", 0, "LQ-5441", "是空的"),
        ("a.doc", b"\xd0\xcf\x11\xe0", 10, "LQ-5442", "另存为 .docx"),
        ("a.xlsm", ZIP, 10, "LQ-5442", "带宏的 .xlsm 不收"),
        ("a.exe", b"MZ", 10, "LQ-5443", "这里不收 .exe 文件；可以传 PDF、"),
        ("发票", b"%PDF-1.4", 10, "LQ-5443", "没有扩展名"),
        ("发票\u202efdp.exe", b"MZ", 10, "LQ-5443", "不收 .exe"),
        ("a.pdf", b"MZ\x90", 10, "LQ-5444", "内容却不是 PDF"),
        ("a.pdf", b"<html>%PDF-1.4", 10, "LQ-5444", "内容却是 XML"),
        ("a.docx", b"\xd0\xcf\x11\xe0", 10, "LQ-5444", "去掉密码，另存为 .docx"),
        ("a.ofd", ZIP, 10, "LQ-5444", "但文件打不开"),
        ("a.pdf", b"%PDF-1.4", 50_000_001, "LQ-5445", "最大 50 MB，这个有 50 MB"),
        ("a.xml", b"<a/>", 2_500_000, "LQ-5445", "最大 2 MB，这个有 2.5 MB"),
    ],
)
def test_each_refusal_is_one_sentence(name: str, head: bytes, size: int, code: str, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        judge_document(name, head, size)
    assert refused.value.code == code
    assert said in refused.value.message


def test_a_place_may_want_fewer_kinds() -> None:
    assert judged("a.pdf", "pdf", allowed={"pdf", "ofd"}) == "pdf"
    with pytest.raises(DocumentRefused, match=r"这里不收 \.png 文件；可以传 PDF、OFD"):
        judged("a.png", "png", allowed={"pdf", "ofd"})


def test_xml_in_two_bytes_a_character_is_xml() -> None:
    for coding in ("utf-16-le", "utf-16-be"):
        assert judge_document("a.xml", "\ufeff<a/>".encode(coding), 10).id == "xml"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\用户\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("发票\u202e\u200b\x00 一.pdf", "发票 一.pdf"),
        (".htaccess", "htaccess"),
        ("///", "未命名"),
        ("长" * 300 + ".pdf", "长" * 115 + "….pdf"),
    ],
)
def test_names_are_made_fit_to_be_shown(given_name: str, kept: str) -> None:
    assert document_name(given_name) == kept


@given(st.text(max_size=300), st.binary(max_size=40), st.integers(0, 10**9))
def test_whatever_arrives_is_judged_or_refused(name: str, head: bytes, size: int) -> None:
    with contextlib.suppress(DocumentRefused):
        judge_document(name, head, size)
    assert 0 < len(document_name(name)) <= 120
