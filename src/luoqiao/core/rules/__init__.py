"""规则: the document, its readings and the policy language; no file, no clock, no database."""
