"""What people type into the register, made into the words of the domain."""
