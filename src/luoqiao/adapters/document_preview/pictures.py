"""图片: decoded whole to see that it is sound; shown upright, on white, without what a camera wrote into it."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from luoqiao.adapters.document_preview.limits import (
    LEAST_WIDTH,
    MOST_PICTURE_PIXELS,
    MOST_PICTURE_SIDE,
    MOST_SHOWN_PIXELS,
    MOST_WIDTH,
)
from luoqiao.core.evidence.document_kind import JPG, DocumentKind, DocumentRefused

Image.MAX_IMAGE_PIXELS = None
"""The size is looked at below, before anything is decoded."""


def check_picture(document: BinaryIO, kind: DocumentKind) -> None:
    """Decode it; refuses one that is too large or breaks off."""
    _decoded(document, kind)


def draw_picture(document: BinaryIO, kind: DocumentKind, page: int, width: int) -> bytes:
    """The picture at most `width` wide, as a PNG without metadata."""
    if page != 1:
        raise DocumentRefused("LQ-5458", f"图片只有一页，没有第 {page} 页")
    image = ImageOps.exif_transpose(_decoded(document, kind))
    return png(_on_white(image), width)


def png(image: Image.Image, width: int) -> bytes:
    """A PNG of these pixels and nothing else, not wider than asked and not larger than is shown."""
    wide = min(max(width, LEAST_WIDTH), MOST_WIDTH, image.width)
    high = max(1, image.height * wide // image.width)
    if wide * high > MOST_SHOWN_PIXELS:
        high = max(1, MOST_SHOWN_PIXELS // wide)
        wide = max(1, image.width * high // image.height)
    if (wide, high) != image.size:
        image = image.resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image.info = {}
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _decoded(document: BinaryIO, kind: DocumentKind) -> Image.Image:
    broken = DocumentRefused("LQ-5455", "图片打不开，可能没有传完或已损坏；请重新拍照、扫描或导出后再传")
    try:
        image = Image.open(document, formats=["JPEG" if kind is JPG else "PNG"])
        wide, high = image.size
        if wide * high > MOST_PICTURE_PIXELS or max(wide, high) > MOST_PICTURE_SIDE:
            said = f"图片有 {wide}×{high} 点，超过能看的大小；请缩到 {MOST_PICTURE_PIXELS // 10_000} 万点以内再传"
            raise DocumentRefused("LQ-5453", said)
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise broken from None
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        shown = image.convert("RGBA")
        ground = Image.new("RGB", shown.size, "white")
        ground.paste(shown, mask=shown.getchannel("A"))
        return ground
    return image if image.mode in ("L", "RGB") else image.convert("RGB")
