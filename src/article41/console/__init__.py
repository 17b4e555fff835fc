"""The door of the browser: pages made on the server, over the same service as the API."""
