"""What one may see of the whole house at once. Asks all areas, changes nothing."""
