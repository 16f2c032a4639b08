"""What the background worker does."""
