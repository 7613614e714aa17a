"""Addresses of the exchange pages."""

from django.urls import path

from . import absent, authority, checklist, connect, desk, leaving, mending, message_page, pages, status_words, work

urlpatterns = [
    path("", pages.home, name="exchange"),
    path("running/", pages.exchange_running, name="exchange_running"),
    path("channels/<int:number>/statuses/", status_words.status_words, name="channel_statuses"),
    path("channels/<int:number>/drop/", work.drop, name="channel_drop"),
    path("channels/<int:number>/left/", work.left, name="channel_left"),
    path("channels/<int:number>/search/", absent.search, name="channel_search"),
    path("channels/<int:number>/absent/", absent.state, name="channel_absent"),
    path("questions/<int:number>/answer/", work.answer, name="question_answer"),
    path("refused/", pages.refused_requests, name="refused_requests"),
    path("sessions/", pages.sessions, name="sessions"),
    path("sessions/<int:number>/", pages.session, name="session"),
    path("messages/", pages.messages, name="messages"),
    path("messages/<int:number>/", message_page.message, name="message"),
    path("messages/<int:number>/progress/", message_page.progress, name="message_progress"),
    path("messages/<int:number>/raw/", message_page.raw, name="message_raw"),
    path("messages/<int:number>/run/", message_page.run, name="message_run"),
    path("quarantine/", desk.quarantine, name="quarantine"),
    path("quarantine/settle/", desk.settle, name="quarantine_settle"),
    path("quarantine/<int:number>/mend/", mending.mend, name="quarantine_mend"),
    path("outgoing/", leaving.outgoing, name="outgoing"),
    path("outgoing/retry/", leaving.retry_outgoing, name="outgoing_retry"),
    path("connect/", connect.connect, name="connect"),
    path("channels/<int:number>/connect/", connect.channel_connect, name="channel_connect"),
    path("channels/<int:number>/live/", connect.channel_live, name="channel_live"),
    path("channels/<int:number>/password/", connect.channel_password, name="channel_password"),
    path("channels/<int:number>/checklist/", checklist.checklist, name="channel_checklist"),
    path("channels/new/<slug:kind>/", desk.channel, name="channel_new"),
    path("channels/<int:number>/", desk.channel, name="channel"),
    path("channels/<int:number>/authority/", authority.authority, name="channel_authority"),
]
