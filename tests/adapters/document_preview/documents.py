"""小文件: real documents of every kind, made in the test."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2 as pdfium
from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

OFD_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]>'


def a_pdf(*sizes: tuple[float, float]) -> bytes:
    """A PDF of empty pages of these sizes in points; one A4 page unless said otherwise."""
    made = pdfium.PdfDocument.new()
    for wide, high in sizes or ((595, 842),):
        made.new_page(wide, high)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def a_scanned_pdf(pages: int) -> bytes:
    """Pages that are pictures, each of its own grey, with a black corner at the top left."""
    images = []
    for page in range(pages):
        image = Image.new("RGB", (400, 560), (200 - 40 * page,) * 3)
        ImageDraw.Draw(image).rectangle((0, 0, 99, 99), fill="black")
        images.append(image)
    out = BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:])
    return out.getvalue()


def a_locked_pdf() -> bytes:
    """A PDF whose password nobody here knows."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    lock = b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    places = [body.index(b"1 0 obj"), body.index(b"2 0 obj"), len(body)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    identifier = b"<" + b"00" * 16 + b">"
    tail = b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[" + identifier * 2 + b"]>>\nstartxref\n%d\n%%%%EOF\n"
    return body + lock + table + tail % (len(body) + len(lock))


def a_picture(form: str, size: tuple[int, int] = (300, 200), *, turned: bool = False, mode: str = "RGB") -> bytes:
    """White with a red corner at the top left; `turned` as a camera held upright writes it, with a place in it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, 49, 49), fill="red")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
        exif[0x010F] = "CAMERA-OF-SOMEBODY"
    out = BytesIO()
    image.convert(mode).save(out, form, exif=exif)
    return out.getvalue()


def a_png_that_claims(wide: int, high: int) -> bytes:
    """The beginning of a PNG that says how large it is."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def a_zip(members: Mapping[str, str | bytes]) -> bytes:
    """A container."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def text_object(top: int, left: int, text: str) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{left} {top} 50 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def ofd_members(**changed: str) -> dict[str, str]:
    """An electronic invoice: labels in a template, values on the page, out of order as programs write them."""
    page = "".join([text_object(10, 60, "24352000000012345678"), text_object(30, 20, "合计 10600.00")])
    labels = "".join([text_object(30, 5, "价税"), text_object(10, 20, "发票号码：")])
    members = {
        "OFD.xml": f"<ofd:OFD {OFD_NAMES}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": (
            f'<ofd:Document {OFD_NAMES}><ofd:CommonData><ofd:TemplatePage ID="2" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P0.xml"/><ofd:Page ID="3" BaseLoc="/Doc_0/Pages/P1.xml"/></ofd:Pages>'
            "</ofd:Document>"
        ),
        "Doc_0/Tpls/T.xml": f"<ofd:Page {OFD_NAMES}><ofd:Content><ofd:Layer>{labels}</ofd:Layer></ofd:Content></ofd:Page>",
        "Doc_0/Pages/P0.xml": (
            f'<ofd:Page {OFD_NAMES}><ofd:Template TemplateID="2"/><ofd:Content><ofd:Layer>{page}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        ),
        "Doc_0/Pages/P1.xml": f"<ofd:Page {OFD_NAMES}><ofd:Content/></ofd:Page>",
    }
    return members | changed


def a_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["设备", 1])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def a_text() -> bytes:
    text = Document()
    text.add_paragraph("合同")
    out = BytesIO()
    text.save(out)
    return out.getvalue()


def repacked(content: bytes, **changed: str | bytes) -> bytes:
    """The same container with members put in or replaced."""
    with ZipFile(BytesIO(content)) as old:
        members: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    return a_zip(members | changed)
