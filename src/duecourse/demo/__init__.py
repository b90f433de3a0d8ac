"""A workspace with a story of its own, told relative to a day: to look around in, and to try things out."""
