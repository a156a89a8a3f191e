"""消息: what people are told, through every channel, kept until it is delivered."""
