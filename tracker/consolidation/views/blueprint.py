"""The blueprint to which the pages of consolidation belong."""

from flask import Blueprint

bp = Blueprint("consolidation", __name__)
