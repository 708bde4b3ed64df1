"""The page of the API: its template and its style sheet."""
