"""装配: settings, addresses and server entry; imported by nobody."""
