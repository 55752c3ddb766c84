from django.urls import path

from karamad.desk.views import api_docs, audit, home, substitutes, tokens, users

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("home/nation/", home.nation, name="nation"),
    path("audit/", audit.entries, name="audit"),
    path("api/v1/docs/", api_docs.api_docs, name="api-docs"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new_user, name="new-user"),
    path("users/<int:user_id>/", users.user, name="user"),
    path("users/<int:user_id>/link/", users.password_link, name="password-link"),
    path("users/<int:user_id>/close/", users.close, name="close-user"),
    path("users/<int:user_id>/person/", users.link_person, name="link-person"),
    path("users/<int:user_id>/substitute/", substitutes.of, name="substitute-of"),
    path("grants/<int:grant_id>/revoke/", users.revoke, name="revoke"),
    path("substitute/", substitutes.mine, name="substitute"),
    path("substitute/<int:grant_id>/end/", substitutes.end, name="end-substitute"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke-token"),
]
