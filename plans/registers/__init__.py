"""What every register is made of: its rows and lines, forms, pages, filters, files and links."""
