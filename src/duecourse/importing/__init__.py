"""A file of orders becomes rows of the ledger: shown first, then done in one transaction, and taken back as one."""
