"""From a party to alerts, with the evidence and the law behind each."""
