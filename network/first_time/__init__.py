"""« Première fois »: from an enterprise number to a sheet, something shared or looked for, and three neighbours."""
