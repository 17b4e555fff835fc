"""EU Financial Sanctions Files: the consolidated list of persons, groups and entities under EU asset freezes."""
