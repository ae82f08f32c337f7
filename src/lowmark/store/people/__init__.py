"""People who sign in. What they may do stands in `access`."""
