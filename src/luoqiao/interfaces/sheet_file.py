"""上传的表: the rows of a spreadsheet or of delimited text, told apart by their content; formats are the adapters' work."""

from __future__ import annotations

from collections.abc import Iterable

from luoqiao.core.parties.import_table import SheetRow


def sheet_rows(name: str, content: bytes) -> Iterable[SheetRow]:
    """The rows of a file of any kind that is taken. Raises DomainError with what is wrong and what to do."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        from luoqiao.adapters.xlsx.reading import read_rows

        return read_rows(content)
    from luoqiao.adapters.delimited.reading import read_delimited

    return read_delimited(content)
