"""Workers and their badges, stations and their keys, merchants."""
