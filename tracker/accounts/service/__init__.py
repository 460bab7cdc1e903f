"""What people and administrators do with accounts."""

from tracker.accounts.service.appointments import AppointmentHeld, AppointmentIncomplete, appoint, end_appointment
from tracker.accounts.service.guarding import LastAdministrator
from tracker.accounts.service.people import EmailTaken, add_person, change_person, open_account, set_open
from tracker.accounts.service.sessions import (
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    TRIES_WINDOW,
    OwnPassword,
    TooManyTries,
    WrongCredentials,
    change_password,
    end_session,
    end_session_of,
    generated_password,
    reset_password,
    sign_in,
)

__all__ = [
    "TRIES_PER_ACCOUNT",
    "TRIES_PER_ADDRESS",
    "TRIES_WINDOW",
    "AppointmentHeld",
    "AppointmentIncomplete",
    "EmailTaken",
    "LastAdministrator",
    "OwnPassword",
    "TooManyTries",
    "WrongCredentials",
    "add_person",
    "appoint",
    "change_password",
    "change_person",
    "end_appointment",
    "end_session",
    "end_session_of",
    "generated_password",
    "open_account",
    "reset_password",
    "set_open",
    "sign_in",
]
