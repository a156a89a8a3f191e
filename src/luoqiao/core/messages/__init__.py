"""消息: what people are told and in which words; when a delivery is tried again. Nothing here sends anything."""
