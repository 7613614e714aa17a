"""Questions across rooms: what was sold, and what it left. It keeps what orders cost, and changes nothing else."""
