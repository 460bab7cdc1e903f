"""The door to the reading of agency names: recognise one, list the members of a class, split a list of names."""

from tracker.catalogue.recognition import Recognition, members, recognise
from tracker.catalogue.splitting import split_names

__all__ = ["Recognition", "members", "recognise", "split_names"]
