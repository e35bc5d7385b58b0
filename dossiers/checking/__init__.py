"""From the columns of a file to typed rows, with every problem of every row named."""
