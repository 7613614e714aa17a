"""What a monitoring asks of a house: is it alive, can it work, and its figures in the format of Prometheus."""
