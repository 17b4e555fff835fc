"""Any FollowTheMoney file as a list: `graph.read_graph` keeps all of it, `mapper.list_graph` makes its listings."""
