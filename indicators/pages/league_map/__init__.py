"""The units of a league table on the map: what is drawn, its key, the page."""
