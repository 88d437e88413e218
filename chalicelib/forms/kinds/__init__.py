"""The kinds of question: each module holds one kind, whole. The registry finds and checks them."""
