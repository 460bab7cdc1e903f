"""What a confirmed version changed in its plan: every number of the plan's page opens the rows here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.intake.rules.comparing import Kind, What
from tracker.intake.rules.wording_diff import runs_of
from tracker.intake.version_queries import items_of, tasks_of_items
from tracker.intake.version_wording import KIND_WORDS, RELATION_WORDS, WHAT_WORDS
from tracker.plans import queries
from tracker.plans.views import bp
from tracker.web.gate import me, signed_in


@bp.get("/ke-hoach/<int:plan_id>/ban/<int:version_id>")
@signed_in
def version(plan_id: int, version_id: int) -> ResponseReturnValue:
    """One document that changed the plan: what was changed, added, dropped, and what was decided about it."""
    actor = me()
    found = queries.version_visible_to(actor, plan_id, version_id)
    items = items_of(found.id)
    return render_template(
        "plans/version.html",
        version=found,
        plan=found.plan,
        rows={kind: [item for item in items if item.kind is kind] for kind in Kind},
        tasks=tasks_of_items(found.id, actor),
        kind_words=KIND_WORDS,
        what_words={what.value: words for what, words in WHAT_WORDS.items()},
        words_key=What.WORDS.value,
        relation=RELATION_WORDS[found.relation],
        runs_of=runs_of,
    )
