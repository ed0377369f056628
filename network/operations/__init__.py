"""Starting, preparing, saving: what is done to the application rather than with it."""
