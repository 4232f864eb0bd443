"""Writers of the sample reports: one module for each family of formats."""
