"""The map: one offline page, looked at in a real browser."""
