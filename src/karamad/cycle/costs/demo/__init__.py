"""The demo's costs."""
