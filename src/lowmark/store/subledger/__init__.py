"""What each event did to cost and allowance, layer by layer."""
