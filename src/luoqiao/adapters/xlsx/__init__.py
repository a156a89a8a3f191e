"""电子表格: frozen values written as an .xlsx workbook; the only place that knows the library."""
