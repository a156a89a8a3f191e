"""模板标签: what the templates of the portal may call."""
