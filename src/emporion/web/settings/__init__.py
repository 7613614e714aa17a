"""Setting the house up: own firms, price types, shops, taxes, the staff, and the own profile."""
