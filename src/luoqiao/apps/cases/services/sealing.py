"""封存与打开: a bid that was handed in is sealed until the last day of its challenge; the clock opens all of them alike."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.cases.board import find_challenge
from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.models import Case, CaseDocument
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.step_kinds import at_step_of
from luoqiao.apps.cases.withholding import keep_withheld
from luoqiao.core.cases import events as e
from luoqiao.core.cases.challenge import sealing
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Stage
from luoqiao.core.parties.actor import SYSTEM

logger = logging.getLogger("luoqiao.cases")


def seal(opened: Opened, at: datetime) -> Opened:
    """What follows from handing in where the next step is a sealed one; inside the caller's transaction."""
    matter = opened.matter
    if matter.state.stage is not Stage.RUNNING or matter.step.kind is not StepKind.SEALED:
        return opened
    challenge = find_challenge(opened.row.parent.number) if opened.row.parent else None
    after = go_on(opened, (sealing(matter.step.id, challenge, timezone.localdate(at)),), actor=SYSTEM, at=at)
    _keep_documents(after)
    return after


def unseal_due(at: datetime, *, most: int = 2_000) -> int:
    """打开 whatever was sealed until a day that has passed; how many."""
    due = at_step_of(StepKind.SEALED, Case.objects.filter(deadline_on__lt=timezone.localdate(at)))
    done = 0
    for pk in due.order_by("deadline_on", "pk").values_list("pk", flat=True)[:most]:
        try:
            done += _unseal(pk, at)
        except Exception:
            logger.exception("case %s could not be unsealed", pk)
    return done


def _unseal(pk: int, at: datetime) -> int:
    with transaction.atomic():
        row = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None:
            return 0
        opened = open_row(row)
        state = opened.matter.state
        if state.sealed_until is None or timezone.localdate(at) <= state.sealed_until:
            return 0
        _keep_documents(go_on(opened, (e.Unsealed(state.step),), actor=SYSTEM, at=at))
        return 1


def _keep_documents(opened: Opened) -> None:
    used = CaseDocument.objects.filter(case=opened.row, dropped_at__isnull=True)
    keep_withheld(used.values_list("document", flat=True))
