"""Australian consolidated list of the Department of Foreign Affairs and Trade (DFAT)."""
