"""What the pages show, as plain values for their templates: queries stay in their own modules."""
