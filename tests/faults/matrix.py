"""Which test shows which row of the fault matrix; `make bench-faults` prints it with figures.

docs/reliability.md is the table for people. A test is named by its file and function.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, what must come of it, and the tests that bring the fault about."""

    fault: str
    outcome: str
    tests: tuple[str, ...]


_KILLED = "jobs/test_kill.py::test_a_reminder_is_never_lost_and_comes_twice_at_most_when_it_was_in_doubt"
_HELD = "jobs/test_kill.py::test_an_escalation_is_never_lost_and_never_doubled_but_held_when_in_doubt"

MATRIX = (
    Row("SIGKILL while planning, before and after the commit (P1, P2)", "planned at the next tick", (_KILLED,)),
    Row("SIGKILL before and after the commit of the claim (C1, C2)", "released and sent", (_KILLED,)),
    Row("SIGKILL between connection and second mark (S1)", "released and sent", (_KILLED, _HELD)),
    Row(
        "SIGKILL after the second mark (M2), after the text (S2), after 250 (S3), before our commit (S4)",
        "reminder: at most one more copy, same Message-ID; escalation: held, no copy",
        (_KILLED, _HELD),
    ),
    Row("SIGKILL after the commit of “sent” (S5)", "nothing", (_KILLED, _HELD)),
    Row(
        "random SIGKILLs of two workers",
        "0 lost; extra ≤ in doubt",
        (
            "faults/test_killed.py::test_two_workers_killed_at_random_lose_nothing_and_double_only_what_was_in_doubt",
            "jobs/test_kill.py::test_the_worker_itself_is_killed_and_started_again_until_all_is_sent",
        ),
    ),
    Row(
        "two schedulers, four planners at once",
        "one row for each key",
        (
            "faults/test_at_once.py::test_four_planners_at_once_plan_each_line_once",
            "faults/test_at_once.py::test_two_workers_with_their_schedulers_do_everything_once",
        ),
    ),
    Row(
        "two senders at once",
        "each message sent by one",
        ("faults/test_at_once.py::test_two_senders_at_once_send_each_message_once",),
    ),
    Row(
        "restart after an hour, after three days",
        "one digest a person; what is no longer true cancelled",
        (
            "faults/test_downtime.py::test_an_hour_later_everything_planned_goes_as_one_digest_each",
            "faults/test_downtime.py::test_after_three_days_down_each_person_gets_one_digest",
        ),
    ),
    Row(
        "database restarted (immediate), or locked, while sending",
        "goes on by itself; 0 lost",
        (
            "faults/test_worker.py::test_a_database_restarted_in_the_middle_of_sending_loses_and_doubles_nothing",
            "faults/test_worker.py::test_a_database_that_is_locked_longer_than_anybody_waits_stops_nothing_for_good",
        ),
    ),
    Row(
        "SMTP refuses the connection for two hours",
        "all sent within the hour after; one alert",
        ("faults/test_mail_server.py::test_two_hours_without_server_lose_nothing_and_alarm_once",),
    ),
    Row(
        "4xx: 451, greylist 450, 421",
        "sent once",
        ("faults/test_mail_server.py::test_a_refusal_for_now_is_tried_again_and_comes_once",),
    ),
    Row(
        "5xx for one of ten",
        "9 sent, 1 dead with code and words",
        ("faults/test_mail_server.py::test_one_of_ten_refused_for_good_is_dead_with_code_and_words",),
    ),
    Row(
        "5xx for all (relay denied)",
        "paused after five in a row, one alert, nothing dies",
        ("faults/test_mail_server.py::test_a_server_that_refuses_everybody_pauses_the_queue_and_nothing_dies",),
    ),
    Row(
        "server takes the text and drops the line, for all or for some",
        "at most one more copy, ever",
        (
            "faults/test_mail_server.py::test_a_server_that_takes_the_text_and_drops_the_line_gets_one_more_copy_and_never_a_third",
            "faults/test_mail_server.py::test_a_server_that_takes_some_and_drops_others_leaves_doubt_for_those_alone",
        ),
    ),
    Row(
        "late answer to the text; none at all",
        "waited for (600 s), 0 doubled; then doubt",
        (
            "faults/test_mail_server.py::test_a_late_answer_is_waited_for_and_nobody_else_sends_meanwhile",
            "faults/test_mail_server.py::test_the_answer_to_a_text_may_take_longer_than_any_other",
            "faults/test_mail_server.py::test_an_answer_that_never_comes_ends_at_the_limit_in_doubt_and_the_others_go",
        ),
    ),
    Row(
        "answer dripped byte by byte",
        "cut off at the deadline in all (900 s); other mail flows",
        ("faults/test_mail_server.py::test_an_answer_dripped_byte_by_byte_is_cut_off_and_other_mail_flows",),
    ),
    Row(
        "STARTTLS missing, certificate wrong",
        "nothing in the clear; waits; alert",
        (
            "faults/test_mail_server.py::test_a_certificate_nobody_vouches_for_sends_nothing_in_the_clear",
            "faults/test_mail_server.py::test_where_starttls_is_demanded_and_missing_nothing_goes",
        ),
    ),
    Row(
        "wall clock ±1 h, ±1 day; one of two workers wrong",
        "nothing twice; late by one tick after the correction",
        (
            "faults/test_clocks.py::test_a_wrong_clock_doubles_nothing_and_delays_nothing_beyond_the_tick_after_its_correction",
            "faults/test_clocks.py::test_a_retry_that_a_wrong_clock_put_off_is_made_at_the_tick_after_its_correction",
            "faults/test_clocks.py::test_of_two_workers_one_with_a_wrong_clock_nothing_is_sent_twice",
            "faults/test_clocks.py::test_a_beat_from_the_future_is_an_alarm_too",
        ),
    ),
    Row(
        "host in UTC or New York, at 23:30 and 00:30 of Việt Nam",
        "the day is that of Việt Nam",
        ("faults/test_clocks.py::test_today_is_the_day_in_viet_nam_whatever_the_zone_of_the_host",),
    ),
    Row(
        "no time zones on the machine",
        "starts, and knows the day",
        ("faults/test_clocks.py::test_it_starts_and_knows_the_day_where_no_time_zones_are_installed",),
    ),
    Row(
        "due day changed, task closed, person left after planning",
        "old reminder cancelled, new one on its day",
        (
            "faults/test_changes.py::test_a_changed_due_day_cancels_the_old_reminder_and_brings_a_new_one_on_its_day",
            "faults/test_changes.py::test_a_task_closed_meanwhile_is_left_out_and_the_rest_goes",
            "faults/test_changes.py::test_who_left_meanwhile_gets_nothing_and_the_others_do",
        ),
    ),
    Row(
        "scheduler dead or stuck, process alive",
        "process ends with 1; /healthz 503 within 3 min",
        ("faults/test_worker.py::test_a_worker_that_no_longer_ticks_ends_and_the_watcher_hears_of_it",),
    ),
    Row(
        "a message that always ends its sender",
        "dead after five tries; others flow",
        (
            "faults/test_killed.py::test_a_message_that_always_ends_its_sender_is_given_up_after_five_tries_and_the_others_go",
        ),
    ),
    Row(
        "one channel down, silent, or its worker killed",
        "the other goes on; nothing lost; in doubt: once more under the same key",
        (
            "faults/test_channels.py::test_a_gateway_that_does_not_answer_delays_no_mail",
            "faults/test_channels.py::test_a_mail_server_that_does_not_answer_delays_no_message_of_the_gateway",
            "faults/test_channels.py::test_a_gateway_that_is_down_pauses_alone_and_gets_everything_once_it_is_back",
            "faults/test_channels.py::test_a_mail_server_that_is_down_pauses_alone",
            "faults/test_channels.py::test_a_worker_killed_while_the_gateway_has_the_text_sends_it_once_more_under_the_same_key",
        ),
    ),
)
