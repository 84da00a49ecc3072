"""The REST face of the law: answers in, findings and obligations out."""
