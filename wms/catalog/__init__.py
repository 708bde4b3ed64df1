"""Items: what they are called, how big they are, which codes they carry."""
