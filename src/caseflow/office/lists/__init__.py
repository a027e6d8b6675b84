"""Tables of procedures as offices keep them."""
