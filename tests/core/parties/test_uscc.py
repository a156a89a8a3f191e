"""统一社会信用代码: known codes pass, every slip that the standard can find is found and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.parties.uscc import (
    ALPHABET,
    AUTHORITIES,
    WRONG_AUTHORITY,
    WRONG_CHARACTER,
    WRONG_CHECK,
    WRONG_DIVISION,
    WRONG_KIND,
    WRONG_LENGTH,
    WRONG_ORGANISATION,
    check_character,
    check_uscc,
    complete_uscc,
    organisation_check_digit,
)

REMAINDER_NONE = "91350504MA00001700"
KNOWN = (
    "91350100M000100Y43", "91110108551385082Q", "91110000600037341L", "914403001922038216",
    REMAINDER_NONE, "91350504MA00004020", "91350504MA2000019C", "91350504MA20000277",
)  # fmt: skip

BODIES = st.builds(
    "{}{}{:06d}{}".format,
    st.sampled_from(sorted(AUTHORITIES)),
    st.sampled_from("1239"),
    st.integers(110000, 659999),
    st.text(st.sampled_from(ALPHABET), min_size=8, max_size=8),
)
CODES = BODIES.map(complete_uscc)


@pytest.mark.parametrize("code", KNOWN)
def test_known_codes_pass(code: str) -> None:
    verdict = check_uscc(code)
    assert verdict.valid
    assert verdict.message == ""
    assert verdict.code == code


def test_the_invalid_example_of_the_standard_is_found() -> None:
    verdict = check_uscc("91350100M000100Y4Z")
    assert not verdict.valid
    assert verdict.message == (
        "第 18 位“Z”不能用：只用数字和大写字母，不用 I、O、S、V、Z，看看是不是数字 2"
    )


def test_codes_of_villages_and_others_pass() -> None:
    for first in ("N2350504MF000001", "Y1350504MB000002", "12350504MB000003"):
        assert check_uscc(complete_uscc(first)).valid


def test_a_sum_that_divides_by_31_has_check_character_0() -> None:
    assert check_character(REMAINDER_NONE[:17]) == "0"
    wrong = check_uscc(REMAINDER_NONE[:17] + "1")
    assert [(f.code, f.place, f.expected) for f in wrong.faults] == [(WRONG_CHECK, 18, "0")]
    assert wrong.message == "校验码对不上：按前 17 位，第 18 位应是“0”，这里是“1”；多半有一位抄错或两位颠倒"


def test_the_organisation_code_has_its_own_check_digit() -> None:
    assert organisation_check_digit("55138508") == "2"
    first = "91350504MA0000171"
    verdict = check_uscc(first + check_character(first))
    assert [(f.code, f.place, f.expected) for f in verdict.faults] == [(WRONG_ORGANISATION, 17, "0")]


@pytest.mark.parametrize(
    "written",
    [
        "91350504ma00001700",
        "９１３５０５０４ＭＡ００００１７００",
        " 9135 0504 MA00 0017 00\n",
        "91350504\u3000MA000\u200b01700\ufeff",
        "９１350504ｍａ00001700",
    ],
)
def test_width_case_and_blanks_do_not_matter(written: str) -> None:
    assert check_uscc(written).valid
    assert check_uscc(written).code == REMAINDER_NONE


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("9135050MA00001700", WRONG_LENGTH, "应是 18 位，这里是 17 位"),
        ("350504100012345", WRONG_LENGTH, "15 位是旧的工商注册号"),
        ("MA0000170", WRONG_LENGTH, "9 位是旧的组织机构代码"),
        ("91350504MA0000170O", WRONG_CHARACTER, "第 18 位“O”不能用"),
        ("91350504MA00001-00", WRONG_CHARACTER, "第 16 位“-”不能用"),
        ("91350504洛A00001700", WRONG_CHARACTER, "第 9 位“洛”不能用"),
        ("B1350504MA00001700", WRONG_AUTHORITY, "第 1 位是登记管理部门，没有“B”"),
        ("90350504MA00001700", WRONG_KIND, "第 2 位是机构类别"),
        ("9135A504MA00001700", WRONG_DIVISION, "第 5 位在行政区划代码里，应是数字，这里是“A”"),
    ],
)
def test_each_way_to_be_wrong_has_its_sentence(written: str, code: str, said: str) -> None:
    verdict = check_uscc(written)
    assert not verdict.valid
    assert verdict.faults[0].code == code
    assert said in verdict.message


def test_every_bad_character_is_named() -> None:
    assert [fault.place for fault in check_uscc("9I350S04MA0000170O").faults] == [2, 6, 18]
    assert check_uscc("  ").message == "没有填统一社会信用代码"


def test_a_valid_code_says_its_parts() -> None:
    verdict = check_uscc(REMAINDER_NONE)
    assert (verdict.authority, verdict.kind, verdict.division) == ("市场监管", "企业", "350504")
    assert verdict.organisation_code == "MA0000170"


@given(CODES)
def test_what_is_completed_passes(code: str) -> None:
    assert check_uscc(code).valid


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert check_uscc(changed).valid == (changed == code)


@given(CODES, st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_found(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert check_uscc(changed).valid == (changed == code)


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_verdict(text: str) -> None:
    verdict = check_uscc(text)
    assert verdict.valid == (verdict.message == "")


@given(CODES)
def test_weighted_sum_and_check_character_divide_by_31(code: str) -> None:
    total = sum(ALPHABET.index(c) * 3**place for place, c in enumerate(code[:17]))
    assert (total + ALPHABET.index(code[17])) % 31 == 0
