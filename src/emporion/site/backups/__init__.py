"""The whole house in one file: making it while people work, taking it back, and trying every night that this works.

A backup is a zip file: the database as it was at one moment, the files of the data folder, the keys, and a manifest
with the hash of each. What it says was true at one moment is proven by the fingerprint of that moment.
"""
