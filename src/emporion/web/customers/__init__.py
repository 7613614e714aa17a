"""Pages of customers: whom we know, how to reach them, what they bought."""
