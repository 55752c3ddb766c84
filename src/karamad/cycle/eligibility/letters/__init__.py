"""What the judge found, in the words of the page's language."""
