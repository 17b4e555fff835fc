"""The science of names: strings in, words and keys out. Knows nothing of parties or lists."""
