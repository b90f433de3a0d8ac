"""Customers: the list, and one customer with his people and his rhythm."""
