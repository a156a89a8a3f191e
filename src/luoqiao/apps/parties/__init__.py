"""名录: enterprises, their people, places and titles; units, seats and who holds them."""
