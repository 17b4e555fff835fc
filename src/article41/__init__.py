"""Sanctions screening with the evidence, and the law behind every answer."""

__version__ = "0.1.0"
