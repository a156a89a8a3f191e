"""看页面: pages of PDF and pictures as plain PNG, OFD as lines of text, a child that dies as a refusal."""

from __future__ import annotations

import threading
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from luoqiao.adapters.document_preview import PreviewBusy, asking, document_text, look_into, page_image
from luoqiao.core.evidence.document_kind import DocumentRefused
from tests.adapters.document_preview.documents import (
    BOMB,
    a_pdf,
    a_picture,
    a_scanned_pdf,
    a_workbook,
    a_zip,
    ofd_members,
    text_object,
)


def shown(content: bytes) -> Image.Image:
    assert content.startswith(b"\x89PNG")
    image = Image.open(BytesIO(content))
    assert image.info == {}
    return image.convert("RGB")


def test_each_page_of_a_pdf_is_drawn() -> None:
    content = a_scanned_pdf(2)
    first, second = (shown(page_image(BytesIO(content), "pdf", page=page, width=400)) for page in (1, 2))
    assert first.size == (400, 560)
    assert first.getpixel((5, 5)) == (0, 0, 0)
    grey = [image.getpixel((300, 300)) for image in (first, second)]
    assert abs(grey[0][0] - 200) < 5
    assert abs(grey[1][0] - 160) < 5


@pytest.mark.parametrize(("size", "width"), [((595, 842), 99_999), ((14_000, 20), 2400), ((20, 14_000), 2400), ((595, 842), -5)])
def test_a_page_of_any_size_makes_a_picture_of_a_decent_size(size: tuple[int, int], width: int) -> None:
    image = shown(page_image(BytesIO(a_pdf(size)), "pdf", width=width))
    assert image.width <= 2400
    assert image.width * image.height <= 12_100_000


def test_a_photograph_is_shown_upright_without_what_the_camera_wrote() -> None:
    content = page_image(BytesIO(a_picture("JPEG", turned=True)), "jpg")
    assert b"CAMERA" not in content
    image = shown(content)
    assert image.size == (200, 300)
    red = image.getpixel((195, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200 > 60 > red[1]


def test_what_is_transparent_is_shown_on_white() -> None:
    clear = BytesIO()
    Image.new("RGBA", (60, 60), (0, 0, 0, 0)).save(clear, "PNG")
    assert shown(page_image(clear, "png")).getpixel((5, 5)) == (255, 255, 255)


def test_the_text_of_an_ofd_stands_in_lines_with_its_labels() -> None:
    assert document_text(BytesIO(a_zip(ofd_members())), "ofd") == ("发票号码： 24352000000012345678\n价税 合计 10600.00", "")


def test_numbers_that_are_none_do_not_matter() -> None:
    page = text_object(1, 1, "甲").replace('"1 1 50 5"', '"x nan"').replace('Y="4"', 'Y="1e999"')
    members = ofd_members(**{"Doc_0/Pages/P1.xml": f"<Page>{page.replace('ofd:', '')}</Page>"})
    assert document_text(BytesIO(a_zip(members)), "ofd")[1] == "甲"


def test_long_text_is_cut() -> None:
    page = "".join(text_object(n * 5, 1, "长" * 1000) for n in range(300)).replace("ofd:", "")
    members = ofd_members(**{"Doc_0/Pages/P0.xml": f"<Page>{page}</Page>"})
    assert sum(map(len, document_text(BytesIO(a_zip(members)), "ofd"))) == 200_000


@pytest.mark.parametrize(
    ("content", "kind", "page", "said"),
    [
        (a_pdf(), "pdf", 2, "这个 PDF 有 1 页，没有第 2 页"),
        (a_pdf(), "pdf", 0, "没有第 0 页"),
        (a_picture("PNG"), "png", 2, "图片只有一页"),
        (a_workbook(), "xlsx", 1, "没有页面图；请下载原件查看"),
        (b"junk", "pdf", 1, "PDF 打不开"),
        (b"junk", "jpg", 1, "图片打不开"),
    ],
)
def test_what_cannot_be_drawn_is_said(content: bytes, kind: str, page: int, said: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        page_image(BytesIO(content), kind, page=page)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("content", "kind"), [(a_workbook(), "xlsx"), (b"junk", "ofd"), (a_zip({"OFD.xml": BOMB + "<a>&y;</a>"}), "ofd")]
)
def test_text_that_cannot_be_read_is_said(content: bytes, kind: str) -> None:
    with pytest.raises(DocumentRefused):
        document_text(BytesIO(content), kind)


def test_a_child_that_dies_or_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WALL_SECONDS", 0.001)
    with pytest.raises(DocumentRefused, match="太复杂或已损坏"):
        look_into(BytesIO(a_pdf()), "a.pdf")
    monkeypatch.undo()
    monkeypatch.setattr(asking, "CHILD", "tests.adapters.document_preview.dying_child")
    monkeypatch.setattr(asking.luoqiao, "__file__", str(asking.Path(__file__).parents[3] / "x" / "x.py"))
    with pytest.raises(DocumentRefused, match="太复杂或已损坏"):
        look_into(BytesIO(a_pdf()), "a.pdf")


def test_a_wrongly_set_up_programme_is_not_blamed_on_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SET_UP_WRONGLY", 1)
    monkeypatch.setattr(asking, "CHILD", "luoqiao.no_such_module")
    with pytest.raises(RuntimeError, match="no_such_module"):
        look_into(BytesIO(a_pdf()), "a.pdf")


def test_too_many_at_once_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    full: Any = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(asking, "_places", full)
    monkeypatch.setattr(asking, "WAIT_SECONDS", 0.01)
    with pytest.raises(PreviewBusy, match="过一会儿再试"):
        look_into(BytesIO(a_pdf()), "a.pdf")
