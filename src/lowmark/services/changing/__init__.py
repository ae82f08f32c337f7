"""A change of the formula of cost: goods costed by another formula beside the books, and what that comes to."""
