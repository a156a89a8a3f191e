"""命令行: `luoqiao <命令>`; one module per command with `add_arguments` and `run`, loaded only when it is called."""
