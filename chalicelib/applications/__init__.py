"""Applications: from the first page of a form to the decision, and everything that is followed in between."""
