"""The few listed names worth comparing with a screened one."""
