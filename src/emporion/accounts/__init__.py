"""Staff, roles, what each may see and do. It says who may; pages and the API ask before they call a command."""
