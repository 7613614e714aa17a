"""Help: two or three sentences on each page, and a guide for each kind of work."""
