"""邮件: messages through a mail server, spoken with the standard library."""
