"""How a workplace is run: set up, served, kept safe and looked over."""
