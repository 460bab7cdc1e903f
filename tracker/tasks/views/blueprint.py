"""The blueprint to which the pages of tasks belong."""

from flask import Blueprint

from tracker.tasks.wording import task_sentence

bp = Blueprint("tasks", __name__)
bp.add_app_template_filter(task_sentence)
