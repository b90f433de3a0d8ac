"""What to say: drafts from patterns whose facts are locked, and the check that hears urgency."""
