"""What a person does to consolidate."""
