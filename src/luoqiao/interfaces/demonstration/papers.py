"""示例的材料: a sheet for each kind of paper that a case needs, marked SAMPLE; real files in the real store."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from luoqiao.adapters.document_preview import look_into
from luoqiao.apps.evidence.services.documents import Received
from luoqiao.core.evidence.document_category import Category
from luoqiao.core.evidence.document_store import Digests, DocumentStore

A4 = (1240, 1754)
CATEGORIES = {
    "合同": Category.CONTRACT, "付款凭证": Category.PAYMENT, "验收报告": Category.ACCEPTANCE, "备案证": Category.PROJECT_RECORD,
    "设备清单": Category.EQUIPMENT_LIST, "认定文件": Category.RECOGNITION,
}  # fmt: skip


def category_of(requirement: str) -> Category:
    """Under which category a paper for a requirement is kept."""
    return CATEGORIES.get(requirement, Category.OTHER)


def make_paper(requirement: str, number: int, store: DocumentStore) -> Received:
    """One sheet as a PDF, kept in the store."""
    drawn = _sheet(number)
    draft = store.put_draft(BytesIO(drawn), most_bytes=len(drawn) + 1)
    name = f"示例{requirement}.pdf"
    with store.open_draft(draft) as stream:
        looked = look_into(stream, name)
    store.keep(draft)
    return Received(Digests(draft.sha256, draft.sm3, draft.size), looked.kind.id, looked.pages, name)


def _sheet(number: int) -> bytes:
    """A page of grey lines under a heading, as a scanned paper looks from afar."""
    page = Image.new("L", A4, 252)
    pen = ImageDraw.Draw(page)
    pen.text((120, 130), f"SAMPLE {number:02d}", fill=60, font=ImageFont.load_default(64))
    pen.line((120, 230, A4[0] - 120, 230), fill=60, width=4)
    for row in range(26):
        width = A4[0] - 240 - (row * 137 + number * 61) % 420
        pen.rectangle((120, 300 + row * 48, 120 + width, 312 + row * 48), fill=205)
    pen.ellipse((820, 1330, 1080, 1590), outline=120, width=8)
    pen.text((865, 1432), "SAMPLE", fill=120, font=ImageFont.load_default(48))
    kept = BytesIO()
    page.save(kept, "PDF", resolution=150)
    return kept.getvalue()
