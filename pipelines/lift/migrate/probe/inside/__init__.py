"""What runs in the other environment: plain files, started by path, that never import lift."""
