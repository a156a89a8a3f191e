"""各方: units, posts and their holders, townships, industries, as frozen values."""
