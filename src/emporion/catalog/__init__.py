"""What we sell: products, variants, properties, categories, barcodes, pictures.

Not how much of it there is (stock), nor what it costs (pricing).
"""
