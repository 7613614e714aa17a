"""Stock: what lies where, the ledger of a variant, and what the storekeeper does by hand."""
