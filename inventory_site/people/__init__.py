"""Users and roles of staff: what they may do, in sentences."""
