"""读企业的栏目：人怎么写都读得对，读不对的逐栏说为什么。"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.money import wan
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.enterprise_fields import RegisterWords, find_named, read_day, read_record, written

WORDS = RegisterWords(
    {"machinery": "机械装备", "crafts": "工艺制品"},
    {"350504001": "万安街道", "350504102": "河市镇"},
    {"zone": "洛江经济开发区"},
)
GOOD = {"uscc": "91350504MA2000019C", "name": "泉州示例机械有限公司"}


def wrong(**given_: str) -> dict[str, str]:
    record, problems = read_record(GOOD | given_, WORDS)
    assert (record is None) == bool(problems)
    return {problem.field: problem.message for problem in problems}


def test_full_width_blanks_names_and_units_are_read() -> None:
    record, problems = read_record(
        {
            "uscc": " ９１３５０５０４ＭＡ２０００ ０１９Ｃ ",
            "name": "泉州示例\u200b机械　有限公司 ",
            "industry": "机械装备",
            "industry_code": "C3484",
            "township": "万安",
            "park": "无",
            "staff": "1,200人",
            "revenue": "3.5亿元",
            "size_year": "2022年",
        },
        WORDS,
    )
    assert problems == ()
    assert record == EnterpriseRecord(
        "91350504MA2000019C",
        "泉州示例 机械 有限公司",
        "machinery",
        "3484",
        "350504001",
        "",
        "",
        1200,
        wan(35000),
        2022,
    )


@pytest.mark.parametrize(
    ("given_", "field", "said"),
    [
        ({"uscc": ""}, "uscc", "没有填"),
        ({"uscc": "91350504MA2000019D"}, "uscc", "校验码"),
        ({"name": ""}, "name", "没有填"),
        ({"uscc": "9.1440300192203E+17"}, "uscc", "当成数字"),
        ({"name": "123"}, "name", "不像企业名称"),
        ({"industry": "农业"}, "industry", "应是 机械装备、工艺制品 之一"),
        ({"township": "泉港"}, "township", "没有镇街"),
        ({"industry_code": "34841"}, "industry_code", "2 至 4 位"),
        ({"staff": "很多"}, "staff", "不是整数"),
        ({"revenue": "-5"}, "revenue", "负数"),
        ({"revenue": "三千"}, "revenue", "金额"),
        ({"size_year": "22"}, "size_year", "不是年度"),
        ({"staff": "12"}, "revenue", "要一起填"),
        ({"address": "路" * 301}, "address", "最多 300"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(given_: dict[str, str], field: str, said: str) -> None:
    assert said in wrong(**given_)[field]


def test_every_problem_is_listed_at_once() -> None:
    assert set(wrong(uscc="1", name="", staff="x", township="y")) == {
        "uscc",
        "name",
        "staff",
        "township",
        "revenue",
    }


def test_an_empty_cell_of_an_import_keeps_what_is_kept() -> None:
    kept = EnterpriseRecord(
        **GOOD, industry="crafts", township="350504102", staff=5, revenue=wan(1), size_year=2021
    )
    assert read_record({"uscc": GOOD["uscc"], "industry": "机械装备"}, WORDS, kept)[0] == EnterpriseRecord(
        **GOOD, industry="machinery", township="350504102", staff=5, revenue=wan(1), size_year=2021
    )


@given(
    staff=st.integers(0, 1_000_000),
    revenue=st.integers(0, 10**15),
    year=st.integers(1990, 2100),
    place=st.sampled_from(["", *WORDS.townships]),
    industry=st.sampled_from(["", *WORDS.industries]),
)
def test_what_is_written_is_read_again_to_the_fen(
    staff: int, revenue: int, year: int, place: str, industry: str
) -> None:
    record = EnterpriseRecord(
        **GOOD, industry=industry, township=place, staff=staff, revenue=revenue, size_year=year
    )
    assert read_record(written(record, WORDS), WORDS) == (record, ())


@pytest.mark.parametrize(
    "text", ["2023-06-30", "2023/6/30", "2023.6.30", "2023年6月30日", "20230630", "２０２３-06-30"]
)
def test_a_day_may_be_written_in_any_usual_way(text: str) -> None:
    assert read_day(text, "日期") == (date(2023, 6, 30), "")


@pytest.mark.parametrize(
    ("text", "said"), [("2023-06", "没有写到日"), ("2023-02-30", "没有这一天"), ("1800-01-01", "不在")]
)
def test_a_day_that_is_none_is_not_guessed(text: str, said: str) -> None:
    day, told = read_day(text, "日期")
    assert day is None
    assert said in told


def test_a_name_means_one_code_or_none() -> None:
    names = {"a": "万安街道", "b": "万安新区"}
    assert [find_named(text, names) for text in ("a", "万安街道", "万安街", "万安", "万", "x")] == [
        "a",
        "a",
        "a",
        None,
        None,
        None,
    ]
