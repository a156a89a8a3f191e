"""账号: people who sign in, the posts they hold, delegation."""
