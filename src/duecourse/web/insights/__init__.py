"""What the past shows: one sentence, four figures, each with its definition and its table."""
