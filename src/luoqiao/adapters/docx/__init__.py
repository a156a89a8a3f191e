"""文书: frozen values laid into a Word template; the only place that knows the library."""
