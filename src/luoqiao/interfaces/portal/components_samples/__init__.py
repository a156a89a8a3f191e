"""部件样张的值: invented firms, days and amounts for `/_components`; the quotes are the document's own words."""
