"""The UK Sanctions List: the one UK list of designations since 28 January 2026."""
