"""Assessment: stock and evidence -> what each unit of account will fetch, and the allowance that it needs.

Before this: costing (what the stock cost), recorded evidence, a resolved policy. After this: write-downs, which turn
an allowance needed into a proposal. One file a rule; `assess` puts them in order.
"""
