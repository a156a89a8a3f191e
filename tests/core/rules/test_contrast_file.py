"""对照文件: passages written apart keep their lines; what cannot be read is said with its line."""

from __future__ import annotations

import pytest

from luoqiao.core.rules.contrast_file import ContrastUnreadable, check_contrast, parse_contrast
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")
CLOUD = PACK.clauses["cloud_adoption"]
BODY = """# 上云：正文与附件4

## 正文 ｜ 三（一）1

```规则
输入 年度服务费 annual_service_fee：金额
市级 = 年度服务费 的 30% ←「申请市级财政按照服务费的 30% 给予上云企业补助」
```
"""


def findings(source: str) -> list[str]:
    with pytest.raises(ContrastUnreadable) as refused:
        parse_contrast(source, "passages/cloud_adoption.md", CLOUD)
    return [str(finding) for finding in refused.value.findings]


def test_a_passage_is_a_clause_whose_lines_are_those_of_the_file() -> None:
    contrast = parse_contrast(BODY, "passages/cloud_adoption.md", CLOUD)
    (passage,) = contrast.passages
    assert passage.name == "正文"
    assert passage.clause.header.anchors == ("三（一）1",)
    assert [one.at.line for one in passage.clause.statements] == [7]
    assert check_contrast(contrast, PACK.document, PACK.basis) == ()


def test_a_quote_that_is_not_at_the_anchor_is_found_with_its_line() -> None:
    contrast = parse_contrast(BODY.replace("三（一）1", "附件4 上云上平台·省级"), "passages/cloud_adoption.md", CLOUD)
    (finding,) = check_contrast(contrast, PACK.document, PACK.basis)
    assert (finding.code, finding.place and finding.place.line) == ("LQ-1206", 7)


def test_known_differences_name_their_passages_and_readings() -> None:
    contrast = parse_contrast(f"{BODY}\n## 已知差别\n\n说明。\n\n- 规则、正文 ｜ 区级 ｜ X-11\n", "f.md", CLOUD)
    (known,) = contrast.known
    assert (known.first, known.second, known.name, known.decided_by) == ("规则", "正文", "区级", "X-11")
    assert known.is_between("正文", "规则", "区级")


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (BODY.replace(" ｜ 三（一）1", ""), ":3 小节标题写成"),
        (f"{BODY}\n## 已知差别\n- 正文 区级\n", ":11 已知差别写成"),
        (f"{BODY}\n## 已知差别\n- 正文、附件9 ｜ 区级 ｜ X-04\n", ":11 没有小节“附件9”"),
        (BODY.replace("市级 =", "市级 是"), ":7:"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(source: str, hint: str) -> None:
    assert any(hint in told for told in findings(source))
