"""What the register's faces read."""
