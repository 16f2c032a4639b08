"""What is printed: pick lists and packing slips, as pages and as PDF."""
