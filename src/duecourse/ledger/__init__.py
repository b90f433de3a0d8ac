"""The store: what a workspace knows, append-only where it is an event; nothing else touches its tables."""
