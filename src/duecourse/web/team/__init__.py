"""Who waits on whom; no ranking of people."""
