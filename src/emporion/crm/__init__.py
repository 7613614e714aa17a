"""What people say to each other about orders, goods and customers: comments, with mentions of colleagues.

Not what the house says to customers (talk), nor what happened by itself (the journal).
"""
