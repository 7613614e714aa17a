"""Comments on the pages of records, and where a colleague was named in one."""
