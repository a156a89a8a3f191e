"""大写金额: an amount as cheques and payment vouchers write it, 人民币壹拾捌万陆仟肆佰元整; exact to the fen."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")


def capital_amount(fen: int) -> str:
    """大写: what is not negative, up to the largest amount there is; ends in 整 when there are no 分."""
    yuan, cents = divmod(fen, 100)
    tenths, hundredths = divmod(cents, 10)
    said = f"{_number(yuan)}元" if yuan else ""
    if not cents:
        return f"人民币{said or '零元'}整"
    if tenths:
        said += f"{DIGITS[tenths]}角"
    elif said:
        said += "零"
    return f"人民币{said}{DIGITS[hundredths] + '分' if hundredths else '整'}"


def _number(number: int) -> str:
    """A whole number above zero: 亿 and 万 part it, a gap of zeros is read once."""
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return f"{_number(high)}{unit}{gap}{_number(low) if low else ''}"
    return _four(number)


def _four(number: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return said
