"""Reports of a unit and period as offices write them: sentences, tables and charts, as a page and
as a Word document."""
