"""A signed request to a gateway of Zalo, SMS or chat (WEBHOOK_URL, WEBHOOK_SECRET)."""
