"""Accounts as GitHub's API shows them."""


def account(login: str) -> dict[str, object]:
    at = f"https://api.github.com/users/{login}"
    lists = (
        "followers",
        "following",
        "gists",
        "starred",
        "subscriptions",
        "organizations",
        "events",
        "received_events",
    )
    links = {f"{name}_url": f"{at}/{name}" for name in (*lists, "repos")}
    return {
        "login": login,
        "id": sum(login.encode()),
        "node_id": f"U_{login}",
        "avatar_url": "https://avatars.githubusercontent.com/u/1",
        "gravatar_id": "",
        "url": at,
        "html_url": f"https://github.com/{login}",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
        **links,
    }


def private_account(login: str) -> dict[str, object]:
    """What the owner of the account is shown."""
    unknown = ("name", "company", "blog", "location", "email", "hireable", "bio", "twitter_username")
    counts = ("public_repos", "public_gists", "followers", "following", "private_gists", "total_private_repos")
    more = ("owned_private_repos", "disk_usage", "collaborators")
    return {
        **account(login),
        **dict.fromkeys(unknown),
        **dict.fromkeys((*counts, *more), 1),
        "created_at": "2020-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "two_factor_authentication": True,
        "user_view_type": "private",
    }
