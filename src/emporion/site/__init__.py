"""The top of the house: settings, addresses, logs and the console command. It joins the rooms; nobody imports it.

It is not a place for business: what a page shows stands in web, what a firm does stands in its room.
"""
