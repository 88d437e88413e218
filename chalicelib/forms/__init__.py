"""Forms: the kinds of question, the pages and services made of them, and how answers are read, compared and shown."""
