"""Sets of instants, in whole seconds: exact set algebra, and the first or last member from any point."""
