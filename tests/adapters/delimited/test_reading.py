"""读分隔文本：几种编码、几种分隔、带换行的格，行号与表格软件一致。"""

import pytest

from luoqiao.adapters.delimited.reading import UnreadableText, read_delimited


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_usual_files_are_read(encoding: str, delimiter: str) -> None:
    content = delimiter.join(("代码", "名称")) + "\r\n" + delimiter.join(("1", "㛃厂"))
    rows = list(read_delimited(content.encode(encoding)))
    assert [row.cells for row in rows] == [("代码", "名称"), ("1", "㛃厂")]


def test_a_cell_may_hold_a_line_break_and_rows_keep_their_lines() -> None:
    rows = list(read_delimited(b'a,b\n"x\ny",2\n3,4\n'))
    assert [(row.number, row.cells) for row in rows] == [(1, ("a", "b")), (2, ("x\ny", "2")), (4, ("3", "4"))]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\x00", '"没有配成对,1\n'.encode(), b"\x81"])
def test_what_is_no_text_says_what_to_do(content: bytes) -> None:
    with pytest.raises(UnreadableText, match="另存为"):
        list(read_delimited(content))
