"""Pages of orders: the list with its saved views, the order, what can be done to it, and the editor of lines."""
