"""Tells a seller whether it is appropriate to urge a customer to pay today, how, and why, or why to wait."""

__version__ = "0.1.0"
