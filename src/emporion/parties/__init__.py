"""People and firms: own legal entities, customers, their phones, addresses, consents and merges. It sells nothing to them."""
