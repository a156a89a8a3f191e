"""The panel of the document page: every rule line that a sentence drives, what holds now before what else is read."""

from datetime import date

import pytest

from luoqiao.core.rules.coverage import MarkKind
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.document_items import Describer, Item
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_rules import all_coverage


def clause_item(pack: Pack, key: str) -> Item:
    marks = next(s.marks for s in all_coverage(pack).sentences if s.sentence.id == key)
    describer = Describer(pack, date(2023, 12, 31), Address("/document/"))
    (item,) = describer.items(m for m in marks if m.kind is MarkKind.CLAUSE)
    return item


def test_the_main_rule_of_a_sentence_stands_first_with_its_reading(pack: Pack) -> None:
    first, *_, last = clause_item(pack, "45.3").held_said
    assert first.rules == ("市级测算 = 市级基数 的 不高于7%，核定取 市级核定比例",)
    assert first.reading is not None
    assert first.reading.label == "读法 X-01 取 A，现按默认"
    assert last.rules == ("市级 = 市级测算，单家最高 200万元",)
    assert last.reading is None


@pytest.mark.parametrize(("key", "other"), [("41.5", "读法 X-12 取 B"), ("45.4", "读法 X-03 取 C")])
def test_options_that_do_not_hold_come_after_those_that_do(pack: Pack, key: str, other: str) -> None:
    item = clause_item(pack, key)
    assert not item.folded
    assert all(one.reading is None or "现按默认" in one.reading.label for one in item.held_said)
    assert other in [one.reading.label for one in item.other_said if one.reading]
