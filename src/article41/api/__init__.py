"""The HTTP door: routes of the yente API and our own under /v1."""
