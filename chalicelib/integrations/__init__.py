"""Other systems that the body lets in, and the keys that they prove themselves by."""
