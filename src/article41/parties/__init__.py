"""Persons, organisations, vessels and aircraft: what is known of one, listed or screened."""
