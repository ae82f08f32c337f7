"""Items, lots and places."""
