"""Orders: accept them, promise stock to them, know why one waits."""
