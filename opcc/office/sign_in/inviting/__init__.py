"""How an invited person chooses, once, how they sign in; and anybody a new password by a link."""
