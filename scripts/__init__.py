"""Programs for the people who work on lift; nothing here is installed."""
