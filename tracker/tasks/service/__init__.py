"""What people do with tasks, one file for each side: the agency that leads, those who judge, those who assigned."""

from tracker.tasks.service.agency import (
    acknowledge_task,
    decline_task,
    report_nothing_new,
    report_task_done,
    update_task,
    withdraw_report,
)
from tracker.tasks.service.assigning import (
    cancel_task,
    hand_task_over,
    record_event,
    resume_task,
    send_task_back,
    suspend_task,
)
from tracker.tasks.service.judging import confirm_task, return_task

__all__ = [
    "acknowledge_task",
    "cancel_task",
    "confirm_task",
    "decline_task",
    "hand_task_over",
    "record_event",
    "report_nothing_new",
    "report_task_done",
    "resume_task",
    "return_task",
    "send_task_back",
    "suspend_task",
    "update_task",
    "withdraw_report",
]
