"""Measurements that can be repeated; none of them is a test."""
