from django.urls import path

from karamad.cycle.planning.views import (
    judge,
    needs,
    priorities,
    requests,
    settling,
)

app_name = "planning"
urlpatterns = [
    path("needs/", needs.needs, name="needs"),
    path("needs/<int:pk>/", needs.need, name="need"),
    path("needs/<int:pk>/accept/", requests.accept, name="accept"),
    path("needs/<int:pk>/people/", judge.people, name="need-people"),
    path("needs/judge/", judge.judge, name="judge"),
    path("needs/mine/", requests.mine, name="mine"),
    path("needs/order/", needs.order, name="order"),
    path("needs/priorities/", priorities.priorities, name="priorities"),
    path("needs/request/", requests.own, name="request"),
    path("needs/settle/", settling.settle, name="settle"),
    path("needs/undo/<int:entry_id>/", settling.undo, name="undo"),
    path("people/<int:pk>/request/", requests.for_person, name="request-for"),
]
