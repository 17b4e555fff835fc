"""Who is under which measures, since when, as each list publishes it."""
