"""Who comes in: sign-in, one-time links, second step, sessions."""
