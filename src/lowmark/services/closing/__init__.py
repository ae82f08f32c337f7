"""What a close's board is made of: gathered from the books and from what people have signed."""
