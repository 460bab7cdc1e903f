"""Who may read, review and confirm a draft."""

from tracker.rights import Actor, Role


def may_review(actor: Actor, *, issuer_id: int, plan_id: int | None = None, is_own_plan: bool = False) -> bool:
    """Tell whether the actor may see and decide a draft: the issuer's monitor, or the agency whose own plan it is.

    A parent plan's monitor reads the child's figures, not its drafts (docs/decisions.md, "Rights").
    """
    if actor.is_machine or actor.holds(Role.MONITOR, issuer_id=issuer_id, plan_id=plan_id):
        return True
    return is_own_plan and actor.acts_for(issuer_id)
