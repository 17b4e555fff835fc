"""What one screening runs against, frozen: the listings of chosen snapshots and their index."""
