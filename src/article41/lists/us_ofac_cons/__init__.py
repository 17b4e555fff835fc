"""OFAC's Consolidated non-SDN list."""
