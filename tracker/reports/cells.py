"""Report rows by what their cell says, for the periods of the follow-up page: also before the due day.

All rows of a period = handed in on time + late + sent back + released + to come + in grace + overdue; the same rule as
reports.rules.cell_as_of.
"""

from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_

CELL_CLASSES = ("handed_in", "handed_in_on_time", "sent_back", "released", "to_come", "in_grace", "overdue")


def in_cell_class(standing: Subquery, name: str, on: date) -> ColumnElement[bool]:
    """Return the condition on `standing_as_of(on)` that the cell of a row falls into one of CELL_CLASSES."""
    columns = standing.c
    open_row = and_(columns.submitted_on.is_(None), columns.excused_on.is_(None))
    waits = and_(open_row, columns.returned_on.is_(None))
    conditions = {
        "handed_in": columns.submitted_on.is_not(None),
        "handed_in_on_time": columns.submitted_on <= columns.grace_until,
        "sent_back": and_(open_row, columns.returned_on.is_not(None)),
        "released": and_(columns.submitted_on.is_(None), columns.excused_on.is_not(None)),
        "to_come": and_(waits, columns.due_on >= on),
        "in_grace": and_(waits, columns.due_on < on, columns.grace_until >= on),
        "overdue": and_(waits, columns.grace_until < on),
    }
    return conditions[name]
