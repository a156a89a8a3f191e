"""运行环境: what the person who starts the programme may say: folder, address, database."""
