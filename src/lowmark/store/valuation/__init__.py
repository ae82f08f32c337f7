"""Cost pools and their layers."""
