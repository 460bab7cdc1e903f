"""The blueprint that all pages of agencies stand on."""

from flask import Blueprint

bp = Blueprint("agencies", __name__)
