"""The first hour of a house: from an empty folder to a shop that can take orders, step by step in the browser."""
