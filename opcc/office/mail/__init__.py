"""Mail: how it is put together, addressed, sent later than its cause, and stopped."""
