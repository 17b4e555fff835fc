"""The user's own list as a CSV file, with a mapping of its columns: `reader.read_own`."""
