"""What accounts, and the rooms below them, hold on a person."""

from __future__ import annotations

from typing import Any

from network.accounts.attempts import PURPOSES, forget_attempts, list_attempts
from network.accounts.models import User
from network.accounts.personal_data import register_personal_data
from network.accounts.queries import list_sessions
from network.activity.queries import list_events_of_person
from network.activity.services import forget_person
from network.files.queries import list_files_of_person
from network.notifications.queries import list_mails_to, list_notices_of_person
from network.notifications.services import forget_notices


def _export_account(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "mail_frequency": user.mail_frequency,
        "is_administrator": user.is_administrator,
        "created_at": user.created_at,
        "last_login_at": user.last_login_at,
        "second_factor": user.has_second_factor,
        "sessions": [
            {"device": login.device, "begun_at": login.begun_at, "last_acted_at": login.last_acted_at}
            for login in list_sessions(user.id)
        ],
        "failed_logins": [{"at": attempt.at, "address": attempt.address} for attempt in list_attempts(user.email)],
    }


def _erase_account(user: User) -> None:
    forget_attempts(user.email, purposes=PURPOSES)


def _export_activity(user: User) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "actor": event.actor_name,
            "verb": event.verb,
            "subject": f"{event.subject_type} {event.subject_id}",
            "before": event.before,
            "after": event.after,
        }
        for event in list_events_of_person(user.id, subject_type=User.__tablename__)
    ]


def _erase_activity(user: User) -> None:
    forget_person(user.id, subject_type=User.__tablename__)


def _export_notifications(user: User) -> dict[str, Any]:
    return {
        "notices": [
            {
                "created_at": notice.created_at,
                "sentence": notice.sentence,
                "path": notice.path,
                "read_at": notice.read_at,
            }
            for notice in list_notices_of_person(user.id)
        ],
        "mails": [
            {"created_at": mail.created_at, "subject": mail.subject, "text": mail.text, "sent_at": mail.sent_at}
            for mail in list_mails_to(user.email)
        ],
    }


def _erase_notifications(user: User) -> None:
    forget_notices(user.id, user.email)


def _export_files(user: User) -> list[dict[str, Any]]:
    return [
        {"name": file.name, "subject": f"{file.subject_type} {file.subject_id}", "uploaded_at": file.uploaded_at}
        for file in list_files_of_person(user.id)
    ]


def _keep_files(user: User) -> None:
    """A file belongs to what it is attached to; the name of who brought it goes with the account."""


register_personal_data("account", export=_export_account, erase=_erase_account)
register_personal_data("activity", export=_export_activity, erase=_erase_activity)
register_personal_data("notifications", export=_export_notifications, erase=_erase_notifications)
register_personal_data("files", export=_export_files, erase=_keep_files)
