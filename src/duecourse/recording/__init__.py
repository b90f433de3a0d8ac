"""The one door into the ledger: every act of a person is recorded, audited and judged in one transaction."""
