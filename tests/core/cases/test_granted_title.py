"""认定给的称号：each recognition of the pack means one title; what the register does not know gives none."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases.granted_title import granted_title
from luoqiao.core.parties.title import TitleKind, TitleLevel
from luoqiao.policies.pack_cache import PACKS
from luoqiao.policies.pack_reader import open_pack

ON = date(2023, 6, 21)


@pytest.mark.parametrize(
    ("gives", "form", "kind", "level", "product"),
    [
        ("srdi", {"level": "创新型中小企业"}, TitleKind.INNOVATIVE_SME, TitleLevel.PROVINCIAL, ""),
        ("srdi", {"level": "专精特新中小企业"}, TitleKind.SRDI, TitleLevel.PROVINCIAL, ""),
        ("srdi", {"level": "专精特新“小巨人”企业"}, TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL, ""),
        ("digital_workshop", {"workshop_name": "一车间"}, TitleKind.DIGITAL_WORKSHOP, TitleLevel.DISTRICT, "一车间"),
        ("demonstration_project", {"kind": "5G 应用示范项目", "project_name": "5G 厂"}, TitleKind.FIVE_G_DEMO,
         TitleLevel.DISTRICT, "5G 厂"),
        ("demonstration_project", {"kind": "工业互联网示范项目", "project_name": "云厂"}, TitleKind.INDUSTRIAL_INTERNET_DEMO,
         TitleLevel.DISTRICT, "云厂"),
    ],
)  # fmt: skip
def test_a_recognition_means(gives: str, form: dict[str, object], kind: TitleKind, level: TitleLevel, product: str) -> None:
    title = granted_title(gives, form, number="LQ-2023-0001", on=ON)
    assert title is not None
    assert (title.kind, title.level, title.product, title.recognised_on) == (kind, level, product, ON)
    assert title.level in title.kind.levels
    assert title.source == "案件 LQ-2023-0001"


def test_every_recognition_of_the_pack_and_every_choice_in_its_form_gives_a_title() -> None:
    for procedure in open_pack("luojiang_2022_31", PACKS).procedures:
        if procedure.gives_title:
            options = next((one.options for one in procedure.fields if one.options), ("",))
            key = next((one.id for one in procedure.fields if one.options), "workshop_name")
            for option in options:
                assert granted_title(procedure.gives_title, {key: option}, number="LQ-1", on=ON), (procedure.id, option)


def test_what_the_register_does_not_know_gives_none() -> None:
    assert granted_title("something", {}, number="LQ-1", on=ON) is None
    assert granted_title("srdi", {"level": "别的"}, number="LQ-1", on=ON) is None
