"""The deadline grammar: words → moments → cue and rhythm → meaning. docs/reading-deadlines.md is its table.

`moments` finds days, months, quarters and years; `cues` the words around them; `dated`, `recurring` and `waiting` give
them meaning; `traps` says what is no deadline; `reading` puts one sentence together, `cells` one table cell or label.
"""

from tracker.parsing.deadlines.cells import read_cell
from tracker.parsing.deadlines.plan_time import PlanTime
from tracker.parsing.deadlines.reading import Reading, read_deadline, read_deadlines
from tracker.parsing.deadlines.waiting import due_after, waiting_time

__all__ = ["PlanTime", "Reading", "due_after", "read_cell", "read_deadline", "read_deadlines", "waiting_time"]
