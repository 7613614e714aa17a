"""What we sell: products, variants, properties, groups, barcodes, pictures. Not how much of it there is, nor what it costs."""
