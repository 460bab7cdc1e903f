"""`make year`: live the year of the sample plan in a folder of its own, and print what everybody was told."""

import os
import shutil
import sys
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import event

from config import load_settings
from tracker import create_app
from tracker.demonstration.accounts import ACCOUNTS_FILE, DemonstrationAccounts
from tracker.demonstration.run import without_waiting_for_the_disk
from tracker.demonstration.year.living import Watcher, begin, live, real_time
from tracker.demonstration.year.log import summary, written_log
from tracker.demonstration.year.script import ENDS_ON
from tracker.extensions import db, writing

ROOT = Path(__file__).resolve().parents[3]
FOLDER = "instance-year"


def main() -> int:
    """Make the folder anew, live, print. Returns the exit code: 2 in production."""
    os.chdir(ROOT)
    if os.environ.get("TRACKER_ENV") == "production":
        sys.stderr.write("make year dựng bản trình diễn, không dùng cho production; xem docs/operating.md.\n")
        return 2
    instance = Path(os.environ.get("TRACKER_INSTANCE", FOLDER)).resolve()
    if instance.exists() and not (instance / ACCOUNTS_FILE).exists():
        sys.stderr.write(f"Thư mục {instance} không phải của một bản trình diễn; hãy chọn thư mục khác.\n")
        return 2
    shutil.rmtree(instance, ignore_errors=True)
    instance.mkdir(parents=True)
    _live_in(instance)
    sys.stdout.write(
        f"\nXem lại trên trình duyệt: TRACKER_INSTANCE={instance} TRACKER_TODAY={ENDS_ON} make run\n"
        f"Thư đã gửi, mỗi thư một tệp: {instance / 'mail'}\n"
    )
    return 0


def _live_in(instance: Path) -> None:
    url = f"sqlite:///{instance / 'tracker.db'}"
    settings = load_settings({**os.environ, "TRACKER_INSTANCE": str(instance), "DATABASE_URL": url})
    app = create_app(settings)
    with app.app_context(), writing():
        event.listen(db.engine, "connect", without_waiting_for_the_disk)
        upgrade()
        accounts = DemonstrationAccounts()
        province = begin(app, accounts)
        live(app, province, Watcher())
        accounts.write(instance / ACCOUNTS_FILE)
        sys.stdout.writelines(f"{line}\n" for line in (*written_log(), *summary(ENDS_ON)))
        db.session.remove()
        db.engine.dispose()
    real_time(None)


if __name__ == "__main__":
    raise SystemExit(main())
