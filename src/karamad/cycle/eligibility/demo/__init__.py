"""The demo nation: synthetic people under the real circulars."""
