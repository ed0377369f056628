"""What all pages share: fragments, formats, forms, links, errors, safety."""
