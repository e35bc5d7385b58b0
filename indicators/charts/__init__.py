"""Charts: figures for Plotly with the table that says the same, and the script that draws them."""
