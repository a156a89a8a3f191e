"""类型与名称: what no run could judge is refused with a sentence, before any money is worked out."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.problems import ClauseUnreadable
from tests.core.rules.test_check import FEE, HEAD, WHOLE, said

Q = " ←「服务费」"
ITEMS = "输入 设备 equipment：清单\n    价款 price：金额\n    补率 item_rate：比例"
AGREED = "选填 约定比例 agreed_rate：比例"


def test_an_approved_rate_is_an_optional_input_of_the_clause() -> None:
    approved = "市级 = 年度服务费 的 不超过30%，核定取 约定比例 ←「按照服务费的 30%」"
    assert said(FEE, AGREED, approved) == []
    worked_out = f"率甲 = 约定比例{Q}"
    assert said(FEE, AGREED, worked_out, approved.replace("取 约定比例", "取 率甲")) == [
        "“核定取”后面写本条“选填”的比例；“率甲”是算出来的"
    ]
    of_item = "区级 = 逐个 设备 相加：价款 的 不超过30%，核定取 补率 ←「按照服务费的 30%」"
    assert said(FEE, ITEMS, WHOLE, of_item) == ["“核定取”后面写本条“选填”的比例；“补率”是清单里每一项的内容"]
    needed = AGREED.replace("选填", "输入")
    assert said(FEE, needed, approved) == ["“约定比例”是核定值，没有核定时取限额；要用“选填”"]


def test_a_name_has_one_type_in_every_option_and_period() -> None:
    for first, second in (("年度服务费", "5个"), ("5个", "年度服务费")):
        switch = ["读法 X-12：", f"    A：甲 = {first}{Q}", f"    B：甲 = {second}{Q}"]
        found = said(FEE, *switch, WHOLE)
        assert any("“甲”在读法的各支里类型要一样" in one for one in found), found
    early, late = "自 2022-06-30 至 2022-12-31：", "自 2023-01-01 至 2023-12-31："
    found = said(FEE, early, f"    甲 = 6个月{Q}", late, f"    甲 = 年度服务费{Q}", WHOLE)
    assert any("“甲”在自…至…的各支里类型要一样：有月数，也有金额" in one for one in found), found


EARLY = "自 2022-06-30 至 2022-12-31："
SWITCH = ["读法 X-12：", f"    A：甲 = 年度服务费{Q}", f"    B：甲 = 0元{Q}"]


def _under(head: str, lines: list[str]) -> list[str]:
    return [head, *(f"    {line}" for line in lines)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (_under("读法 X-12：", _under("A：", _under(EARLY, [f"甲 = 0元{Q}"]))), "读法里不能放自…至…"),
        (_under("读法 X-12：", _under("A：", SWITCH)), "读法里不能再放读法"),
        (_under(EARLY, SWITCH), "自…至…里不能放读法"),
        (_under(EARLY, _under(EARLY, [f"甲 = 0元{Q}"])), "自…至…里不能再放自…至…"),
        (_under(EARLY, [f"收款 银行 bank{Q}"]), "“收款”写在自…至…外面"),
        (_under("读法 X-12：", _under("A：", [f"收款 银行 bank{Q}"])), "“收款”写在读法外面"),
    ],
)
def test_blocks_follow_one_another_and_never_stand_in_one_another(block: list[str], message: str) -> None:
    found = said(FEE, *block, WHOLE)
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["输入 规上 large：是否", f"甲 = 规上{Q}"], "“甲”是是否，不能另起名称"),
        ([ITEMS, f"甲 = 设备{Q}"], "“甲”是清单，不能另起名称"),
        ([ITEMS, f"价款 = 年度服务费{Q}"], "“价款”已经是清单里每一项的内容"),
        ([f"甲 = 年度服务费{Q}", f"区级 = 逐个 甲 相加：年度服务费{Q}"], "“逐个”后面要清单，“甲”是算出来的"),
        ([f"区级 = 逐个 年度服务费 相加：0元{Q}"], "“逐个”后面要清单，“年度服务费”是金额"),
        ([ITEMS, f"区级 = 逐个 设备 相加：价款，仅限 补率 为 是{Q}"], "“补率”是清单里每一项的内容"),
        (["输入 月 months：月数", f"甲 = 月，单家年度最高 6个月{Q}"], "封顶或保底前面要金额，这里是月数"),
        (["输入 日 day：日期", f"甲 = 日，仅限 年度服务费 超过 0元{Q}"], "“仅限”前面要金额或个数或月数或比例，这里是日期"),
        (["输入 设备 equipment：清单\n    年度服务费 price：金额"], "“年度服务费”声明了两次"),
        (["输入 设备 equipment：清单\n    价款 annual_service_fee：金额"], "“annual_service_fee”声明了两次"),
        (["输入 设备 equipment：清单\n    配件 parts：清单\n        件价 part_price：金额"], "“配件”在清单里，不能又是清单"),
        (["输入 设备 equipment：清单\n    新 fresh：是否，缺省 否"], "只有选填的是否、选项可以写缺省"),
        (["选填 约定 agreed：比例，缺省 否"], "只有选填的是否、选项可以写缺省"),
    ],
)
def test_what_has_no_meaning_is_refused(lines: list[str], message: str) -> None:
    found = said(FEE, *lines, WHOLE)
    assert any(message in one for one in found), found


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["读法 X-12：", "    A：市级 = 0元", "        区级 = 0元", "    B：无此项"], "上面一行已经写完，不能再带下级行"),
        (["自 2022-06-30 至 2023-12-31：；市级 = 0元", "    区级 = 0元"], "上面一行已经写完，不能再带下级行"),
        (["自 2022-06-30 至 2023-12-31：", "    输入 甲 a：金额", "    市级 = 0元"], "输入要写在自…至…外面"),
        (["读法 X-12：", "    A：", "        输入 甲 a：金额", "    B：无此项"], "输入要写在读法外面"),
    ],
)
def test_no_line_is_lost_without_a_word(lines: list[str], message: str) -> None:
    source = HEAD.format(anchors="三（一）1", passages="") + "\n".join([FEE, *lines, "```", ""])
    with pytest.raises(ClauseUnreadable) as refused:
        parse_clause(source, "trial.md")
    assert [message in finding.message for finding in refused.value.findings] == [True]
