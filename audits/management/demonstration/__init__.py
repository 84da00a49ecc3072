"""What `manage.py demo` does, through the same actions and the same worker as production."""
