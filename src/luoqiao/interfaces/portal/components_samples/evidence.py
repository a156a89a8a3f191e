"""证据样张: facts from several sources and invoices in use, with invented firms, persons, numbers and figures."""

from __future__ import annotations

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.evidence.fact_table import FactGroup, FactTable, FactTableRow, Said
from luoqiao.interfaces.portal.evidence.invoice_table import (
    PARTLY,
    USABLE,
    USED_AGAIN,
    HeldBy,
    InvoiceTable,
    InvoiceTableRow,
)
from luoqiao.interfaces.portal.parts import Link

_WHO = "示例甲 06-12"

FACTS = FactTable((
    FactGroup("上云上平台补助（示例）", (
        FactTableRow(
            "fee", "年度服务费", "2023 年度", (Said("186,400.00 元", _WHO),),
            (Said("172,000.00 元", _WHO, "发票 4 张，合计"),), (), Said("172,000.00 元", "凭证"),
            "不一致，差 14,400.00 元", "凭证优先于申报，按凭证采用；申报的值保留",
            links=(Link("不对？", "#"), Link("来历", "#")),
        ),
        FactTableRow(
            "days", "在用天数", "2023-05-20 至 2023-06-18", (Said("30 天", _WHO),), (Said("合同 2 份", _WHO, "期限覆盖"),),
            (Said("30 天", "实测 平台接口 06-19"),), Said("30 天", "实测"),
        ),
    )),
    FactGroup("企业情况", (
        FactTableRow(
            "staff", "从业人员", "2023 年度", (Said("33 人", _WHO),), (), (Said("30 人", "登记 系统 06-01", "社保登记库"),),
            Said("32 人", "认定"), "不一致，差 1 人", "由 示例乙 认定：见社保清单", settled=True,
        ),
    )),
))  # fmt: skip

_SELLER = "福建示例工业互联科技有限公司"

INVOICES = InvoiceTable((
    InvoiceTableRow("2335 2000 0000 0000 0001", "#", "2023-01-09", "云主机与对象存储", _SELLER, wan("4.8"), wan("4.8"), USABLE),
    InvoiceTableRow(
        "2335 2000 0000 0000 0002", "#", "2023-02-20", "制造执行系统订阅", _SELLER, wan("7.2"), wan("2.2"), PARTLY,
        held=(HeldBy("占用 50,000.00 元：", "案件 LQ-2023-0000", "#", "（2023 年度）"),),
    ),
    InvoiceTableRow(
        "2335 2000 0000 0000 0003", "#", "2023-05-06", "设备联网 APP 服务", _SELLER, wan("1.44"), 0, USED_AGAIN, refused=True,
        sentence="这一行全额 14,400.00 元 已用。一张发票只用一次。",
        held=(HeldBy("占用 14,400.00 元：", "另一家企业的案件", "", ""),),
        findings=("购方是 示例丙（91350504MA2000019C），不是申报企业（LQ-5410）",),
    ),
))  # fmt: skip
