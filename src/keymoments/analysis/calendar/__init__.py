"""Working days and bank holidays of the four nations."""
