"""Readers turn the bytes of a file into lines of text, or refuse it with one clear sentence."""
