"""What a start, an action and a page cost: `make bench` measures it and writes docs/performance.md."""
