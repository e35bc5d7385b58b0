"""Units by months: one indicator of all units of a level, month by month, as a table whose cells
are filled the more the higher the value."""
