"""What somebody may do in a repository, as GitHub tells it to the token of the run."""

from collections.abc import Mapping

from slo_gate.core.override import ROLES, Allowed, Candidate, Standing
from slo_gate.github.answer import Answer
from slo_gate.github.api import Api, segment
from slo_gate.github.errors import ApiError, Failure

_NOBODY = Standing("none")
_TEAMS = frozenset({Failure.NOT_FOUND, Failure.FORBIDDEN})


def standings(api: Api, repository: str, allowed: Allowed, candidates: list[Candidate]) -> Mapping[str, Standing]:
    """Of everybody whose override it may be, each asked for once. Raises ApiError."""
    logins = dict.fromkeys(candidate.by for candidate in candidates if candidate.by)
    return {login: _standing(api, repository, allowed, login) for login in logins}


def _standing(api: Api, repository: str, allowed: Allowed, login: str) -> Standing:
    role = _role(api, repository, login)
    return Standing(role, frozenset(team for team in allowed.teams if _is_member(api, team, login)))


def _role(api: Api, repository: str, login: str) -> str:
    """A role of one's own is what it was made from, which GitHub tells as the permission."""
    try:
        answer = api.read(f"/repos/{repository}/collaborators/{segment(login)}/permission")
    except ApiError as error:
        if error.failure is Failure.NOT_FOUND:
            return _NOBODY.role
        raise
    role = answer.words("role_name")
    return role if role in ROLES else answer.words("permission")


def _is_member(api: Api, team: str, login: str) -> bool:
    """The token of a workflow sees no teams: only that of an app, or of a person, does."""
    organisation, _, name = team.partition("/")
    path = f"/orgs/{segment(organisation)}/teams/{segment(name)}/memberships/{segment(login)}"
    try:
        answer: Answer = api.read(path)
    except ApiError as error:
        if error.failure in _TEAMS:
            return False
        raise
    return answer.words("state") == "active"
