"""In which post a person speaks about a row of a register."""

from plans.record import Voice


def voice_of(user, row):
    """Return the Voice of a user who speaks about `row`: as of its owner first, where they can."""
    owner_id = getattr(row, "owner_id", None)

    def rank(holding):
        return holding.post_id != owner_id, not holding.decides, not holding.post.is_accountable

    holding = min(user.current_holdings, key=rank, default=None)
    post = holding.described() if holding else user.post_title
    return Voice(name=user.name, post=post, user=user)
