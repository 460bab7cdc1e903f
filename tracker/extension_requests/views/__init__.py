"""Pages of requests for more time."""
