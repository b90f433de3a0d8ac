"""The workplace in a browser: views parse, call one use case and render; no decision is made here."""
