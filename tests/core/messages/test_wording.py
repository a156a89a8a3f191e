"""措辞: complete, checked when loaded, filled in without surprises."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.core.messages.kind import Group, Kind
from luoqiao.core.messages.notice import Notice, WrongNotice, check_notice, desk, person
from luoqiao.core.messages.slot import SLOT_OF_WORD, Slot
from luoqiao.core.messages.wording import LONGEST_SUBJECT, Wording, default_wordings, fill_in, parse_wordings

ACCOUNT = {"kind": "account_approved", "subject": "{姓名}的账号", "body": "{姓名}任{岗位}\n{说明}"}


def _values(kind: Kind, **given: str) -> Mapping[str, str]:
    return {slot.value: f"某{slot.word}" for slot in kind.described.slots} | given


def _notice(kind: Kind = Kind.SATISFACTION_ASKED, **changed: object) -> Notice:
    parts = {"to": (person(1),), "values": _values(kind), "link": "/cases/1/", "about": "case:1", "key": "1"} | changed
    return Notice(kind, **parts)  # type: ignore[arg-type] # parts of any kind, to be refused


@pytest.mark.parametrize("kind", Kind)
def test_the_platform_has_words_for_every_kind(kind: Kind) -> None:
    text = fill_in(default_wordings()[kind], _values(kind))
    assert not re.search(r"[{}]", text.subject + text.body)
    assert all(f"某{slot.word}" in text.subject + text.body for slot in kind.described.slots)
    assert len(text.subject) < 70
    assert kind.label
    assert kind.described.group.label in {group.label for group in Group}


@pytest.mark.parametrize("kind", Kind)
def test_what_may_be_empty_leaves_no_trace(kind: Kind) -> None:
    empty = {slot.value: "" for slot in kind.described.may}
    text = fill_in(default_wordings()[kind], _values(kind, **empty))
    assert not re.search(r"[：，]$|：。|[{}]|不迟于\s*[办打交补]", text.body.replace("，一次列全：", ""), re.M), text.body


def test_every_value_has_one_word() -> None:
    assert len(SLOT_OF_WORD) == len(Slot)


def test_a_return_lists_everything_at_once() -> None:
    listed = "1. 年度服务费：与发票合计不符\n2. 合同：缺签章页"
    text = fill_in(default_wordings()[Kind.RETURN_FOR_CORRECTION], _values(Kind.RETURN_FOR_CORRECTION, corrections=listed))
    assert f"一次列全：\n\n{listed}\n" in text.body


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": "{姓名}任{岗位}{案号}"}, "“{案号}”不是“账号开通”能填的"),
        ({"body": "{姓名}任{岗 位}"}, "是不是“{岗位}”？"),
        ({"body": "没有岗位"}, "没有写到 {岗位}"),
        ({"body": "{姓名}任{岗位"}, "花括号没有成对"),
        ({"subject": "两\n行"}, "只能有一行"),
        ({"kind": "account_aproved"}, "应是"),
        ({"body": "{姓名}{岗位}" + "长" * 4000}, "措辞太长"),
        ({"title": "多余"}, "不认识“title”"),
    ],
)
def test_a_wording_that_cannot_be_filled_is_refused_when_loaded(changed: dict[str, str], said: str) -> None:
    with pytest.raises(UnusableTables) as refused:
        parse_wordings({"messages": [ACCOUNT | changed]})
    assert said in refused.value.message


def test_a_pack_brings_some_and_the_platform_all() -> None:
    assert list(parse_wordings({"messages": [ACCOUNT]})) == [Kind.ACCOUNT_APPROVED]
    with pytest.raises(UnusableTables, match="缺这些消息的措辞：submitted"):
        parse_wordings({"messages": [ACCOUNT]}, whole=True)


def test_a_value_cannot_break_the_subject_or_hide_text() -> None:
    wording = Wording(Kind.ACCOUNT_APPROVED, "{姓名}开通", "{姓名}：{岗位}\n{说明}")
    values = {"person": "林\r\nBcc: x@y\u202e晓", "post": "{姓名}", "note": ""}
    text = fill_in(wording, values)
    assert text.subject == "林 Bcc: x@y晓开通"
    assert text.body == "林\nBcc: x@y晓：{姓名}"
    long = fill_in(wording, values | {"person": "名" * 500})
    assert (len(long.subject), long.subject[-1]) == (LONGEST_SUBJECT, "…")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"values": {}}, "case_number is missing"),
        ({"values": _values(Kind.SATISFACTION_ASKED, matter=" ")}, "matter is empty"),
        ({"values": _values(Kind.SATISFACTION_ASKED, amount="1")}, "amount is not shown"),
        ({"to": ()}, "nobody is told"),
        ({"to": (person(0),)}, "neither a person nor a desk"),
        ({"to": (desk("oficer@industry_information"),)}, "neither a person nor a desk"),
        ({"to": (desk("officer"),)}, "neither a person nor a desk"),
        ({"link": "https://elsewhere/"}, "not a path"),
        ({"link": "//elsewhere/"}, "not a path"),
        ({"key": ""}, "the key must have"),
        ({"key": "k" * 201}, "the key must have"),
    ],
)
def test_a_notice_that_nobody_could_read_is_a_fault(changed: dict[str, object], said: str) -> None:
    with pytest.raises(WrongNotice, match=said):
        check_notice(_notice(**changed))


def test_a_good_notice_passes() -> None:
    check_notice(_notice(to=(person(1), desk("officer@industry_information")), link=""))
