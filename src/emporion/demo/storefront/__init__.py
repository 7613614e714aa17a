"""A simulated storefront: customers come, look at what is for sale, and order it through the house's own command.

It speaks to the house as a shop's own checkout does, with a key per order, and keeps its own count of orders, so a
storefront that is stopped in the middle of an order asks for the same one again and gets the same answer.
"""
