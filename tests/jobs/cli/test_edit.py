"""`everly edit job`: what is named changes, and all else stays."""

import pytest

from everly.jobs.ledger import Job, Schedule
from everly.jobs.settings import Settings, from_options
from tests.jobs.live import Live, live, live_home, until

__all__ = ["live", "live_home"]

GOES_ON = "web: changed; the run under way goes on as it was\n"


def job(live: Live) -> Job:
    with live.reader() as reader:
        return reader.the_job("web")


def rules(live: Live) -> Settings:
    return from_options(job(live).work.options)


def schedule(live: Live) -> Schedule | None:
    with live.reader() as reader:
        return reader.schedule("web")


@pytest.fixture
def web(live: Live) -> Live:
    live.ok("start", "job", "--name", "web", "--timeout", "1h", "--retries", "2", "--env", "A=1", "sleep", "600")
    return live


def test_a_rule_changes_and_all_others_stay(web: Live) -> None:
    before = job(web).work
    assert web.ok("edit", "job", "web", "--retries", "0") == GOES_ON
    assert (rules(web).retries, rules(web).timeout) == (0, 3600.0)
    assert web.ok("edit", "job", "web", "--retries", "0") == "web: it does so already\n"
    assert web.ok("edit", "job", "web", "--jitter", "0") == "web: it does so already\n"
    assert web.ok("edit", "job", "web", "--no-timeout", "--rm", "--tty") == GOES_ON
    assert (rules(web).timeout, rules(web).rm, rules(web).tty) == (None, True, True)
    assert web.ok("edit", "job", "web", "--no-rm", "--no-tty") == GOES_ON
    assert (rules(web).rm, rules(web).tty) == (False, False)
    after = job(web).work
    assert (after.steps, after.cwd) == (before.steps, before.cwd)


def test_its_environment_is_added_to_and_taken_from(web: Live) -> None:
    web.ok("edit", "job", "web", "--env", "B=2")
    assert {"A": "1", "B": "2"}.items() <= dict(job(web).work.env).items()
    web.ok("edit", "job", "web", "--no-env", "A", "--env", "B=3")
    assert dict(job(web).work.env)["B"] == "3"
    assert "A" not in dict(job(web).work.env)
    refused = web.everly("edit", "job", "web", "--no-env", "A")
    assert (refused.code, refused.err.splitlines()[0]) == (1, "error: the job has no variable 'A' of its own")


def test_its_command_is_another_from_its_next_run_on(web: Live) -> None:
    assert web.ok("edit", "job", "web", "--", "echo", "-n", "new", "+", "echo", "er") == GOES_ON
    assert web.status("web") == "running"
    web.ok("restart", "job", "web")
    web.waits_for("web", "done")
    until(lambda: web.output("web") == b"newer\n")
    assert web.ok("edit", "job", "web", "--shell", "--", "echo $((1 + 2))") == "web: changed\n"
    web.ok("start", "job", "web")
    until(lambda: web.output("web") == b"3\n")
    web.ok("edit", "job", "web", "--no-shell", "--", "true")
    assert job(web).work.steps == (("true",),)


def test_a_schedule_keeps_its_zone_and_a_zone_its_schedule(web: Live) -> None:
    web.ok("edit", "job", "web", "--schedule", "daily at 03:00", "--tz", "Europe/Berlin")
    web.ok("edit", "job", "web", "--schedule", "daily at 04:00")
    found = schedule(web)
    assert found is not None
    assert (found.text, found.zone) == ("daily at 04:00", "Europe/Berlin")
    web.ok("edit", "job", "web", "--tz", "Asia/Tokyo")
    found = schedule(web)
    assert found is not None
    assert (found.text, found.zone) == ("daily at 04:00", "Asia/Tokyo")
    web.ok("edit", "job", "web", "--no-schedule")
    assert schedule(web) is None


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        ((), 2, "nothing to change was named; see the options of 'everly edit job --help'"),
        (("--no-check",), 2, "nothing to change was named; see the options of 'everly edit job --help'"),
        (("--name", "other"), 2, "a job keeps its name"),
        (("--no-timeout", "--timeout", "1h"), 2, "--no-timeout and --timeout exclude each other"),
        (("--rm", "--no-rm"), 2, "--no-rm and --rm exclude each other"),
        (("--no-schedule", "-s", "daily"), 2, "--no-schedule and --schedule exclude each other"),
        (("--shell",), 2, "--shell and --no-shell say how a command is read; put the command after a '--'"),
        (("--tz", "UTC"), 2, "--tz is the zone of a schedule, and there is none; add --schedule"),
        (("--cwd", ""), 2, "the name of a folder is empty"),
        (("--cwd", "/nosuch"), 1, "there is no folder '/nosuch'"),
        (("-s", "daily", "--restart", "always"), 2, "a job with a schedule is not restarted"),
        (("--jitter", "5"), 2, "--jitter says what becomes of the fire times of a schedule, and the job has none"),
        (
            ("--retries", "0", "--backoff", "5"),
            2,
            "--backoff is the wait before something is tried again, and nothing is\nhelp: add --ret",
        ),
        (("--catch-up", "skip"), 2, "--catch-up says what becomes of the fire times"),
        (
            ("--memory-max", "1G"),
            2,
            "only systemd keeps a limit of memory for all processes of a job\nhelp: add '-e systemd'",
        ),
        (("--", "nosuchcommand"), 1, "there is no command 'nosuchcommand' in the PATH"),
        (("--", "true", "+"), 2, "no command stands after the last '+'"),
    ],
)
def test_what_makes_no_sense_is_refused(web: Live, words: tuple[str, ...], code: int, error: str) -> None:
    before = job(web)
    result = web.everly("edit", "job", "web", *words)
    assert (result.code, result.out) == (code, "")
    assert f"error: {error}" in result.err
    assert (job(web), schedule(web)) == (before, None)


def test_rules_for_fire_times_go_with_the_schedule_and_not_without_it(web: Live) -> None:
    web.ok("edit", "job", "web", "-s", "daily", "--jitter", "5m")
    web.ok("edit", "job", "web", "--overlap", "queue")
    result = web.everly("edit", "job", "web", "--no-schedule")
    assert result.code == 2
    assert "--overlap says what becomes of the fire times of a schedule, and the job has none" in result.err
    assert "takes it back by '--overlap forbid'" in result.err
    assert schedule(web) is not None
    web.ok("edit", "job", "web", "--no-schedule", "--overlap", "forbid", "--jitter", "0")
    assert schedule(web) is None


def test_a_backoff_is_kept_for_the_next_retries(web: Live) -> None:
    """Who takes the retries away did not ask for a backoff."""
    web.ok("edit", "job", "web", "--retries", "3", "--backoff", "5s")
    web.ok("edit", "job", "web", "--retries", "0")
    web.ok("edit", "job", "web", "--timeout", "1h")
    assert dict(job(web).work.options)["backoff"] == 5.0
    result = web.everly("edit", "job", "web", "--backoff", "6s")
    assert (result.code, result.out) == (2, "")
    web.ok("edit", "job", "web", "--backoff", "6s", "--restart", "on-failure")
    web.ok("edit", "job", "web", "--restart", "no")
    web.ok("edit", "job", "web", "--backoff", "7s", "--on-lost", "rerun")
    web.ok("edit", "job", "web", "--on-lost", "keep")
    web.ok("edit", "job", "web", "--backoff", "1s")  # the usual one, which asks for nothing
    assert dict(job(web).work.options)["backoff"] == 1.0


def test_a_job_that_is_not_there(live: Live) -> None:
    result = live.everly("edit", "job", "wbe", "--rm")
    assert (result.code, result.err.splitlines()[0]) == (1, "error: there is no job 'wbe'")
    live.ok("start", "job", "--name", "web", "true")
    assert live.everly("edit", "job", "wbe", "--rm").err.splitlines()[1] == "help: did you mean 'web'?"
