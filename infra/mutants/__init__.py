"""Makes small changes to rules and actions, one at a time, and lists those that no test notices: `make mutants`."""
