"""材料的种类: what a document is used as, in the words in which clauses and procedures ask for it."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """材料种类."""

    CONTRACT = "contract"
    INVOICE = "invoice"
    PAYMENT = "payment"
    ACCEPTANCE = "acceptance"
    PROJECT_RECORD = "project_record"
    EQUIPMENT_LIST = "equipment_list"
    RECOGNITION = "recognition"
    LICENCE = "licence"
    REPORT = "report"
    PHOTO = "photo"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self.value]


_LABELS = {
    "contract": "合同", "invoice": "发票", "payment": "付款凭证", "acceptance": "验收材料", "project_record": "备案或批复",
    "equipment_list": "设备清单", "recognition": "认定文件", "licence": "执照资质", "report": "报告", "photo": "现场照片",
    "other": "其他材料",
}  # fmt: skip
_HINTS = (
    (Category.INVOICE, ("发票", "数电票", "invoice")), (Category.CONTRACT, ("合同", "协议", "订单", "contract")),
    (Category.PAYMENT, ("付款", "回单", "转账", "支付", "流水", "凭证")), (Category.ACCEPTANCE, ("验收", "交付", "到货")),
    (Category.PROJECT_RECORD, ("备案", "批复", "立项")), (Category.EQUIPMENT_LIST, ("设备清单", "清单")),
    (Category.RECOGNITION, ("认定", "公布", "证书")), (Category.LICENCE, ("执照", "资质", "许可")),
    (Category.REPORT, ("报告", "说明", "总结")), (Category.PHOTO, ("照片", "现场", "img_", "dsc")),
)  # fmt: skip


def guess_category(name: str) -> Category:
    """What a file is by its name; the uploader may say otherwise."""
    lower = name.lower()
    return next((category for category, words in _HINTS if any(word in lower for word in words)), Category.OTHER)


def read_category(text: str, name: str = "") -> Category:
    """The category as sent by a form or as labelled; when none is told, what the name of the file suggests."""
    for category in Category:
        if text.strip() in (category.value, category.label):
            return category
    return guess_category(name)
