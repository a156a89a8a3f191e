"""The table of targets: all of them, by industry, with the sums of the industries."""

from luoqiao.interfaces.portal.targets_page import by_industry, groups, matrix
from luoqiao.policies.pack import Pack


def test_every_target_stands_in_one_group(pack: Pack) -> None:
    listed = [row.identifier for group in groups(pack) for row in group.table.rows]
    assert sorted(listed) == sorted(t.id for t in pack.targets)
    assert groups(pack)[0].title == "正文"


def test_the_matrix_adds_industries_and_says_whether_they_agree(pack: Pack) -> None:
    rows = {row.name: row for row in matrix(pack)}
    output = rows["规上企业年产值"]
    assert output.total == "670亿元"
    projects = rows["省、市级重点技术改造项目"]
    assert (projects.total, projects.verdict) == ("11 个", "与全区数不同")
    assert rows["规上企业推进数字化转型的比例"].total == ""


def test_a_cell_without_target_is_empty_not_zero(pack: Pack) -> None:
    row = next(r for r in matrix(pack) if r.name == "全区网络销售额")
    assert [len(cell.targets) for cell in row.cells] == [1, 0, 0, 0, 0]


def test_the_lists_of_a_phone_hold_every_target_of_the_matrix(pack: Pack) -> None:
    rows = matrix(pack)
    lists = by_industry(pack, rows)
    listed = [code for one in lists for _, cell in one.entries for code, _ in cell.targets]
    shown = [code for row in rows for cell in row.cells for code, _ in cell.targets]
    assert sorted(listed) == sorted(shown)
    assert [one.name for one in lists][:2] == ["全区", "机械装备"]
    assert {row.name for row, _ in lists[0].entries} >= {row.name for row in rows if row.total}
