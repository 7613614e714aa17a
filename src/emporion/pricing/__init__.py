"""What things cost and which tax they bear: price types, prices, tax rates.

Not what a customer owes: that is an order.
"""
