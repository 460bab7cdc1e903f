"""The demonstration province: made once, by the same services that people use, and started by `make run`."""
