"""连接: what every adapter that connects to another machine shares."""
