"""How what comes late is planned: moves that count before others, and changes of what receipts cost."""
