"""Twin worlds: portals that differ in one hidden fact are sent the same requests, and answer alike."""
