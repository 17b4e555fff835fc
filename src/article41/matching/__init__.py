"""How alike two parties are, and why: evidence in bits that adds up."""
