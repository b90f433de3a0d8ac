"""What to say to a customer, and what a draft says without meaning to."""
