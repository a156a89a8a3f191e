"""页面的共同部分: what the base template of every page of the portal needs beside the page's own content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from luoqiao.apps.clock.queries import today
from luoqiao.policies.pack import Pack


def page(pack: Pack, section: str, title: str = "", footnotes: Sequence[str] = ()) -> dict[str, object]:
    """The context of the base template: programme, current item of the navigation, title, words of the foot."""
    return {"pack": pack, "section": section, "page_title": title, "footnotes": tuple(footnotes)}


def ended_note(pack: Pack, on: date) -> str:
    """What to say about the day of a calculation while the programme is no longer (or not yet) in force."""
    meta = pack.meta
    now = today()
    if meta.in_force(now):
        return ""
    state = "已于" if now > meta.in_force_until else "尚未开始，将于"
    edge = meta.in_force_until if now > meta.in_force_until else meta.in_force_from
    ending = "到期" if now > meta.in_force_until else "开始"
    return f"方案{state} {edge} {ending}，现按 {on} 的规则计算"
