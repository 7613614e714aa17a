"""People and firms: own legal entities, customers, phones, addresses, consents, merges. It sells nothing to them."""
