"""Rows that lie elsewhere: tables of a database and folders of Parquet parts, named by an administrator."""
