"""A year of the sample plan, day by day: agencies that behave differently, and what their people heard."""
