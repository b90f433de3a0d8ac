"""Wiring: what runs by the clock, read from the top as the flow."""
