"""外部技术: one folder per outside technology; core and its own library only, never Django."""
