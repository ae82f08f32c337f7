"""What an industry's pack does for an entity: its accounts, what it takes for no inventory, what has been adopted of it."""
