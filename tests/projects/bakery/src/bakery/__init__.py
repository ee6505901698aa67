"""A bakery, small enough to break."""
