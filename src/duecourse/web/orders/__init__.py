"""Orders: the list, a new one, a file of them, and what stands in one."""
