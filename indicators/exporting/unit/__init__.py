"""The tables of a unit's page as sheets, whole where the page shows the first lines."""
