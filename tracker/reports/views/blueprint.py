"""The blueprint to which the pages of reports belong."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
