"""批次的核对：each thing that speaks against paying blocks with its sentence; what is only odd warns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoqiao.core.funds.batch import (
    BatchMovedOn,
    BatchState,
    CheckKind,
    LineFacts,
    LineMovedOn,
    LinesBlocked,
    LineState,
    Verdict,
    blocked,
    check_batch,
    check_line,
    check_line_step,
    is_answered,
    purpose_of,
    reference_of,
)

GOOD = LineFacts(
    reference="ZF-2023-0001-0001", granted=True, objection="", listed_account=3, account=3, holder="泉州示例机械有限公司",
    payee="泉州示例机械有限公司", holder_reason="", credit="clear", credit_note="", paid_before="", alike=(), amount=1000,
    amount_now=1000, still_listed=True, short_by=0,
)  # fmt: skip


def test_a_line_against_which_nothing_speaks_passes_every_check_in_order() -> None:
    checks = check_line(GOOD)
    assert [one.kind for one in checks] == list(CheckKind)
    assert {one.verdict for one in checks} == {Verdict.OK}


@pytest.mark.parametrize(
    ("changed", "kind", "said"),
    [
        ({"granted": False}, CheckKind.CLOSED, "没有公示办结"), ({"objection": "异议未答复"}, CheckKind.OBJECTION, "异议未答复"),
        ({"account": None}, CheckKind.ACCOUNT, "没有可用"), ({"account": 4}, CheckKind.ACCOUNT, "换过"),
        ({"holder": "别人"}, CheckKind.HOLDER, "要写明理由"), ({"credit": ""}, CheckKind.CREDIT, "还没有做"),
        ({"credit": "blocked", "credit_note": "失信"}, CheckKind.CREDIT, "失信"),
        ({"paid_before": "ZF-2023-0001-0009"}, CheckKind.ONCE, "ZF-2023-0001-0009"),
        ({"amount_now": 999}, CheckKind.AMOUNT, "9.99"), ({"still_listed": False}, CheckKind.AMOUNT, "不在这个批次"),
        ({"short_by": 1}, CheckKind.BUDGET, "0.01"),
    ],
)  # fmt: skip
def test_what_is_not_right_blocks_the_line_with_a_sentence(changed: dict[str, object], kind: CheckKind, said: str) -> None:
    (found,) = blocked(check_line(replace(GOOD, **changed)))  # type: ignore[arg-type] # fields of the facts
    assert found.kind is kind
    assert said in found.said


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"holder": "别人", "holder_reason": "企业更名"}, CheckKind.HOLDER), ({"alike": ("ZF-2022-0001-0001",)}, CheckKind.ONCE),
    ],
)  # fmt: skip
def test_what_is_only_odd_warns(changed: dict[str, object], kind: CheckKind) -> None:
    checks = check_line(replace(GOOD, **changed))  # type: ignore[arg-type] # fields of the facts
    assert [one.kind for one in checks if one.verdict is Verdict.WARNED] == [kind]
    assert not blocked(checks)


def test_a_refusal_names_five_lines_and_counts_the_rest() -> None:
    check = blocked(check_line(replace(GOOD, granted=False)))[0]
    refused = LinesBlocked("ZF-2023-0001", [(reference_of("ZF-2023-0001", place), check) for place in range(1, 8)])
    assert "有 7 笔不能拨付" in refused.message
    assert "ZF-2023-0001-0005" in refused.message
    assert "ZF-2023-0001-0006" not in refused.message


def test_a_line_never_goes_back_and_a_paid_one_can_only_come_back() -> None:
    allowed = {(now, wanted) for now in LineState for wanted in LineState if _steps(now, wanted)}
    assert allowed == {
        (LineState.LISTED, LineState.TAKEN_OUT), (LineState.LISTED, LineState.SENT), (LineState.SENT, LineState.PAID),
        (LineState.SENT, LineState.RETURNED), (LineState.PAID, LineState.RETURNED),
    }  # fmt: skip


def _steps(now: LineState, wanted: LineState) -> bool:
    try:
        check_line_step("ZF-2023-0001-0001", now, wanted)
    except LineMovedOn:
        return False
    return True


def test_a_deed_on_a_batch_that_has_moved_on_is_refused() -> None:
    with pytest.raises(BatchMovedOn, match="已送银行"):
        check_batch("ZF-2023-0001", BatchState.SENT, [BatchState.PREPARED], "撤销")


def test_a_batch_is_answered_when_no_line_waits_for_the_bank() -> None:
    assert is_answered([LineState.PAID, LineState.RETURNED, LineState.TAKEN_OUT])
    assert not is_answered([LineState.PAID, LineState.SENT])


def test_the_words_of_the_payee_are_short_enough_for_a_bank() -> None:
    assert purpose_of(2023, "上云上平台补助", "区级") == "2023年上云上平台补助（区级资金）"
    assert len(purpose_of(2023, "很长" * 60, "区级")) == 60
