"""Every write of the register: one action, one transaction, one trail entry."""
