"""The consolidated list of financial sanctions targets of the UK, closed on 28 January 2026; for history only."""
