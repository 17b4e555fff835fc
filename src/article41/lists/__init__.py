"""Official lists, read strictly: every field is mapped, waived by name, or stops the load."""
