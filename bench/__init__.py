"""How fast the pages are, as a share of a page that does nothing, measured in the same run.

`python -m bench` fills a PostgreSQL of its own with plans of 48, 480 and 4,800 activities, serves
the real application beside the floor page, asks for each page over 16 connections and prints one
table. It asserts nothing about speed. Everything it makes goes away with it.
"""
