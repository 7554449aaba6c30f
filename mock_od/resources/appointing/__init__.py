"""What lies behind the page of appointments."""
