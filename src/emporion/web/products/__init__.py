"""Products: the list, one product with its prices and stock, and changing it by hand."""
