"""How the shipped models were made: one command a stage, from public text to shipped folder."""
