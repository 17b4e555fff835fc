"""One party, many listings: which listings of different lists are the same party, by evidence and by people's rulings.

It never decides what alerts: every listing is screened by itself, and an entity only puts the hits of one party side by
side. A wrong merge would hide that two parties were hit; a missed one shows two alerts instead of one. So doubt parts.
"""
