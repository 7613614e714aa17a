"""Staff, roles, and what each may see and do. It says who may; commands never ask it, pages and the API do before they call."""
