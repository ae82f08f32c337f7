"""Evidence on value, policies, rates and forecasts."""
