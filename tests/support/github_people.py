"""Accounts as GitHub's API shows them."""

from tests.support.github_sample import sample


def account(login: str) -> dict[str, object]:
    return sample("simple-user", login=login, id=sum(login.encode()), type="Bot" if login.endswith("[bot]") else "User")


def private_account(login: str) -> dict[str, object]:
    """What the owner of the account is shown."""
    return sample("private-user", login=login, user_view_type="private")
