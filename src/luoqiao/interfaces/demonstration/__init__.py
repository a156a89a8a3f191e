"""示例: a district that looks real and is made up: enterprises, people, two years of cases, told through the real decisions.

Everything is drawn under one seed, so it is the same on every machine. The enterprises that the document names get no figure,
no case and no person. A production start has none of this.
"""
