"""Values into files: JSON, workbook, web page, Word."""
