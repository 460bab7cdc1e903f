"""Pages of accounts: signing in (session.py) and the administrator's people (people.py)."""
