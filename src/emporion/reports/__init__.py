"""Questions across rooms, read only: what was sold, and what it left. It keeps no tables and changes nothing."""
