"""Every write of the law: answers, classifications, obligations."""
