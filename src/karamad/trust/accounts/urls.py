from django.urls import path

from karamad.trust.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    # Before web's own at the same address: it remembers the choice with the user.
    path("language/", views.language, name="language"),
    path("account/seat/", views.seat, name="seat"),
    path("account/password/", views.password, name="password"),
    path("password/forgotten/", views.forgotten, name="forgotten"),
    path("password/<str:uid>/<str:token>/", views.password_link, name="password-link"),
]
