"""Today: what is ours to give, what is ours to repair, what rests."""
