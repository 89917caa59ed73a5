"""The commands, one module a step; what they share is in `options` and `show`."""
