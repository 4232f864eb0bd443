"""From the lines of a file to the text a person would read: paragraphs, headings, bullets and rows."""
