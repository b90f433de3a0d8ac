"""One payment behind the glass: what is done, what is missing, what was said, and what goes next."""
