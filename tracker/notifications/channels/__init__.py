"""Ways out of the house: a mail server, or a folder when none is set."""
