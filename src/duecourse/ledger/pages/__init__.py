"""What pages ask of the ledger: plain values out, few queries, each bounded and led by an index."""
