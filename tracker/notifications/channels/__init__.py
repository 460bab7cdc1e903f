"""Ways to reach a person, one folder each; README.md says how to add one."""
