"""The rules of the workspace as sentences, and their numbers in a form that says what a change would do."""
