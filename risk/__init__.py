"""What the law says of a record: facts and a rulebook give a finding and its obligations."""
