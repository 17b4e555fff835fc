"""Does it work: listed names changed the way people change them, and what the screening makes of each."""
