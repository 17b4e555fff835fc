"""From an alert to a disposition: by people, with four eyes, and a record that nobody changes quietly."""
