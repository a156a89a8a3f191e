"""隐去：what is shown is never enough to know the whole, and whole only where nothing was there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.parties.masking import (
    mask_bank_account,
    mask_email,
    mask_identity_number,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("13812341234", "138****1234"), ("138 1234 1234", "138****1234"), ("+8613812341234", "138****1234"),
        ("0595-22630000", "0595-****00"), ("12345", "****"), ("", ""),
    ],
)  # fmt: skip
def test_a_phone_keeps_its_ends(whole: str, shown: str) -> None:
    assert mask_phone(whole) == shown


@pytest.mark.parametrize(
    ("whole", "shown"), [("张三", "张*"), ("张", "张*"), ("欧阳修文", "欧阳**"), ("Smith", "S****"), (" ", "")]
)
def test_a_name_keeps_its_surname(whole: str, shown: str) -> None:
    assert mask_name(whole) == shown


def test_an_account_keeps_its_last_four() -> None:
    assert mask_bank_account("6222 0214 0200 1234 567") == "**** 4567"
    assert mask_bank_account("12345678") == "****"


def test_an_identity_number_keeps_its_ends() -> None:
    assert mask_identity_number("350504199001011234") == "350504****1234"
    assert mask_identity_number("12345678") == "****"


def test_an_address_keeps_its_domain() -> None:
    assert mask_email("zhang@example.com") == "z****@example.com"
    assert mask_email("zhang") == "****"


@given(st.text(min_size=1).filter(lambda text: bool(text.strip()) and "*" not in text))
def test_nothing_is_ever_shown_whole(text: str) -> None:
    for mask in (mask_phone, mask_bank_account, mask_name, mask_identity_number, mask_email):
        shown = mask(text)
        assert shown == "" or "*" in shown
        assert len(text.strip()) < 2 or shown != text.strip()
