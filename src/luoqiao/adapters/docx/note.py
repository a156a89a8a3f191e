"""写说明: a template of this folder filled with values, as the bytes of a .docx file.

The template is an ordinary Word document with marks such as `{{ headline }}`; whoever wants another letterhead opens it
in Word. Values are text: whatever they hold, they become words of the page, never marks of the template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML does not allow."""


def write_note(template: str, values: Mapping[str, object]) -> bytes:
    """The whole file: the template of that name with these values."""
    from docxtpl import DocxTemplate  # loaded where a note is written, not with every page

    document = DocxTemplate(FOLDER / f"{template}.docx")
    document.render(_writable(values), autoescape=True)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _writable(value: object) -> Any:
    """The same values without what the file cannot hold."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value)
    if isinstance(value, Mapping):
        return {key: _writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(inner) for inner in value]
    return value
