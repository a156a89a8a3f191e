"""案件的问句: inbox, lists, one case whole; frozen values, within the scope of whoever asks."""
