"""接口推送: messages to another system over HTTPS, signed, spoken with the standard library."""
