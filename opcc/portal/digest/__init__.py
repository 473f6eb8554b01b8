"""The one mail a day that says what is due from a person: what it says, and when."""
