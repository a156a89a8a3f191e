"""体检的搭建: a checkup as a firm would fill it, without a browser or a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from luoqiao.interfaces.portal.checkup_form import CheckupForm, press, read_form
from luoqiao.interfaces.portal.checkup_page import CheckupPage, checkup_page
from luoqiao.interfaces.portal.checkup_programme import Programme, programme_of
from luoqiao.policies.pack import Pack

Sent = Mapping[str, str | Sequence[str]]
AFTER_THE_END = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, 32, tzinfo=UTC)


def a_programme(pack: Pack) -> Programme:
    """The programme as it is judged after its end."""
    return programme_of(pack, AFTER_THE_END)


def a_form(
    pack: Pack, sent: Sent | None = None, *, aside: Iterable[str] = (), button: str = ""
) -> CheckupForm:
    """The form that was sent, after the button that sent it."""
    programme = a_programme(pack)
    values = {name: [value] if isinstance(value, str) else value for name, value in (sent or {}).items()}
    form = read_form({**values, "aside": tuple(aside)}, programme.clauses, programme.basis.tiers)
    return press(form, button, programme.clauses)


def a_checkup(
    pack: Pack, sent: Sent | None = None, *, aside: Iterable[str] = (), button: str = ""
) -> CheckupPage:
    """The page that answers it."""
    return checkup_page(a_programme(pack), a_form(pack, sent, aside=aside, button=button), AT)
