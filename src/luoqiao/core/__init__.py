"""DECIDES: frozen values and pure functions; no database, network, clock or file."""
