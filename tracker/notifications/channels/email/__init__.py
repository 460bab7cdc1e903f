"""E-mail: by the server of SMTP_URL, or into a folder when none is set."""
