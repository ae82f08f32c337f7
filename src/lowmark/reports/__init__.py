"""Reports: tables with titles, units and totals, written as workbooks, as pages and as lines of text."""
