"""What is kept of scores and of predicted numbers beside the cells: counts, sums and finished values."""
