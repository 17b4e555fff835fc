"""OFAC's file formats, which its two lists share: advanced XML, classic XML, ENHANCED XML and the CSV family."""
