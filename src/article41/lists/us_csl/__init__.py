"""US Consolidated Screening List of the International Trade Administration: the lists OFAC does not own."""
