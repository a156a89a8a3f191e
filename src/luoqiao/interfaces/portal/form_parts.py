"""表单与表的值: fields, readings as switches and ruled tables, as frozen values for `templates/components`.

Names and values of fields are what the page's form sends; the parts know nothing about clauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from luoqiao.interfaces.portal.parts import Action, Link, Quote, Tag

FieldKind = Literal["money", "number", "text", "date", "rate", "months", "choice", "segments", "long", "password"]
CellKind = Literal["text", "key", "quote", "wan", "yuan", "tag", "link", "action", "fact"]


@dataclass(frozen=True, slots=True)
class Choice:
    """选项: the value sent and the words shown."""

    value: str
    label: str


YES_NO_UNCLEAR = (Choice("yes", "是"), Choice("no", "否"), Choice("", "还不清楚"))
"""Three answers: an unclear fact is a good answer and keeps the clause undetermined."""


@dataclass(frozen=True, slots=True)
class Field:
    """填写项: label, unit, hint and, when refused, what is wrong; `identifier` is unique on the page."""

    identifier: str
    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""
    unit: str = ""
    hint: str = ""
    error: str = ""
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    short: bool = False
    disabled: bool = False
    autocomplete: str = ""
    """What the browser may fill in (`username`, `current-password`); nothing unless said."""

    @property
    def described_by(self) -> str:
        """Identifiers of the hint and the error, for `aria-describedby`."""
        parts = [f"{self.identifier}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.identifier}-error"] if self.error else parts)


@dataclass(frozen=True, slots=True)
class Asked:
    """一问: the question in full, a hint, and the field (or an action) that answers it in place."""

    text: str
    field: Field | None = None
    action: Action | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """还不能判定的条款: what it could bring at most, the sentence, and the questions still open."""

    name: str
    anchor: str
    href: str
    questions: tuple[Asked, ...]
    quote: Quote | None = None
    most: int | None = None
    most_prefix: str = ""
    unbounded: bool = False


@dataclass(frozen=True, slots=True)
class ReadingOption:
    """读法的一个选项: its letter, what it means, the words it rests on."""

    value: str
    letter: str
    meaning: str
    quotes: tuple[Quote, ...] = ()
    default: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """读法: the question the document leaves open, its options, and the money at stake.

    With `name` the options are radio buttons of the page's form; without it they are only shown. `decided` is
    the decision in words (option, document number, from when); empty means undecided, by default.
    """

    identifier: str
    question: str
    options: tuple[ReadingOption, ...]
    name: str = ""
    decided: str = ""
    stake_label: str = ""
    stake: str = ""
    stake_href: str = ""
    stake_link: str = ""
    action: Action | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """列: its head with the unit; `number` sets figures to the right; `bare` needs no label on a phone."""

    label: str
    number: bool = False
    end: bool = False
    sortable: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """格: one kind of content; amounts are fen and show “—” for None."""

    kind: CellKind = "text"
    text: str = ""
    fen: int | None = None
    below: str = ""
    href: str = ""
    tag: Tag | None = None
    quote: Quote | None = None
    action: Action | None = None
    strong: bool = False
    received: bool = False
    struck: bool = False
    sort: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """行: its cells and its state."""

    cells: tuple[Cell, ...]
    state: Literal["", "is-selected", "is-refused"] = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """三线表: columns, rows, an optional foot; on a phone `stacking` turns rows into blocks, else it scrolls."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: tuple[Cell, ...] = ()
    stacking: bool = False
    dense: bool = False
