"""Swiss list of the State Secretariat for Economic Affairs (SECO)."""
