"""The blueprint to which the pages of difficulties belong."""

from flask import Blueprint

bp = Blueprint("difficulties", __name__)
