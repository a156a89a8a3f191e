"""拨付批次的表单: what was chosen, what was looked up, whom to take out, read with every mistake."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from luoqiao.apps.funds.services.approving import Seen
from luoqiao.apps.funds.services.batches import BAD_FORM, Chosen
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.interfaces.portal.cases.typed import Typed

MOST_DIGITS = 15
FOUND = re.compile(r"\s*([0-9A-Za-z]{18})\s*[ ，,：:]?\s*(.*)")


def whole(text: str) -> int:
    """A number as forms send it; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def read_chosen(typed: Typed, pack: str) -> Chosen:
    """Which payable shares: the ticked ones, or all of the choice."""
    ticked = tuple(number for one in typed.texts("share") if (number := whole(one)))
    every = typed.text("which") == "all"
    return Chosen(pack, whole(typed.text("year")), typed.text("tier")[:20], typed.text("clause")[:100], None if every else ticked)


def read_credit(typed: Typed) -> tuple[str, date | None, dict[str, str]]:
    """信用复核: where, when, and by credit code what was found; Invalid when a line of it cannot be read."""
    problems, found = [], {}
    on, wrong = read_day(typed.text("on"), "查询日期")
    if wrong:
        problems.append(FieldProblem("on", typed.text("on")[:20], "2023-06-15", wrong, BAD_FORM))
    for line in typed.text("found")[:20_000].splitlines():
        if not line.strip():
            continue
        match = FOUND.fullmatch(line)
        if match is None:
            message = f"“{line.strip()[:30]}”读不懂；每行写信用代码和查到的情况"
            problems.append(FieldProblem("found", line[:40], "信用代码 情况", message, BAD_FORM))
        else:
            found[match[1].upper()] = match[2].strip()
    if problems:
        raise Invalid(tuple(problems))
    return typed.text("source"), on, found


def read_seen(typed: Typed) -> Seen:
    """What stood on the page where the button was pressed."""
    return Seen(whole(typed.text("count")), whole(typed.text("total")))


def read_places(typed: Typed) -> tuple[int, ...]:
    """序号 as written, `3、7` or `3,7-9`; Invalid when it is none."""
    text = typed.text("places").strip()
    parts = [part for part in re.split(r"[\s,，、]+", text) if part]
    found: list[int] = []
    for part in parts:
        match = re.fullmatch(r"([0-9]{1,5})(?:[-–~至]([0-9]{1,5}))?", part)
        if match is None:
            parts = []
            break
        found.extend(range(int(match[1]), int(match[2] or match[1]) + 1))
    if not parts or not found:
        raise Invalid((FieldProblem("places", text[:40], "3、7-9", "请写明细的序号，如 3、7-9", BAD_FORM),))
    return tuple(found)


def key_of(typed: Typed) -> str:
    """The hidden key kept on a refused form; empty when it is none."""
    try:
        return str(UUID(typed.text("key")))
    except ValueError:
        return ""
