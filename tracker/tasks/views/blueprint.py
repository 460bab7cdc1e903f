"""The blueprint to which the pages of tasks belong."""

from flask import Blueprint

bp = Blueprint("tasks", __name__)
