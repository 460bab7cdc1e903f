"""The inbox: written with what it tells of, so never lost and never doubled. The reminder that counts."""
