"""The published shapes of figures and work lists: the command line and the served store give the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.indicators import Figures, Period, View, item_rate, item_score, merged
from app.domain.ledger import VIETNAM
from app.supervision.rules import IndicatorRules
from app.supervision.worklists import Item

COUNTS = ("received", "solved", "handled", "overdue", "overdue_rate", "results_due", "results_stored",
          "digitization_rate", "online", "online_rate", "with_fee", "paid_online", "payment_rate")  # fmt: skip


def indicators_shape(
    found: Mapping[str, Figures],
    period: Period,
    view: View,
    rules: IndicatorRules,
    names: Mapping[str, str] | None = None,
    key: str = "unit",
) -> dict[str, Any]:
    """Return the record of a period: a row for each unit (or what else `key` counts by), and the total."""
    rows = [
        {key: name}
        | ({} if names is None else {"name": names.get(name, "")})
        | figures_shape(one, view, rules)
        for name, one in found.items()
    ]
    return {
        "view": view.value,
        "from": f"{period.first}",
        "to": f"{period.last}",
        "units" if key == "unit" else key: rows,
        "total": figures_shape(merged(found), view, rules),
    }


def figures_shape(figures: Figures, view: View, rules: IndicatorRules) -> dict[str, Any]:
    """Return the published shape of one unit's figures; the national view has its index beside them."""
    shape: dict[str, Any] = {name: getattr(figures, name) for name in COUNTS}
    shape["flags"] = figures.flags(rules.thresholds)
    if view is View.NATIONAL:
        shape["index"] = [
            {
                "item": item.id,
                "rate": item_rate(item, figures),
                "score": item_score(item, figures),
                "points": item.points,
            }
            for item in rules.index
        ]
    return shape


def item_shape(item: Item) -> dict[str, Any]:
    """Return the published shape of a line of a work list."""
    dossier, scan = item.dossier, item.scan
    return {
        "kind": item.kind.value,
        "subject": item.subject,
        "dossier": dossier.code if dossier else scan.dossier if scan else None,
        "unit": dossier.unit_code if dossier else None,
        "owner": dossier.owner_name if dossier else None,
        "procedure_name": dossier.procedure_name if dossier else None,
        "since": item.since.astimezone(VIETNAM).isoformat() if item.since else None,
        "assigned": item.assigned,
        "note": item.note,
        "why": item.why,
    }
