"""What the calendar decides, without a database: values in, values out."""
