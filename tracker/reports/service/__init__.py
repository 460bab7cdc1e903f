"""What people can do with reports: write and hand in, judge, close a period, keep the regimes."""
