"""The commands of `missive`, one module each: `add_options(parser)` and `run(options) -> exit code`."""
