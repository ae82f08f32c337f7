"""What the demo walks through, and what it shows of it; not an operation itself."""
