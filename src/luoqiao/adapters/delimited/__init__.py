"""分隔文本: CSV and its kin, as spreadsheets save them, read as rows of text."""
