#!/usr/bin/env bash
# Everything that `make test` checks, cheapest first. What the machine lacks is installed where that is allowed, or
# skipped with one loud line; with CI=true a skip is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
export FLASK_APP=wsgi.py
unset PYTHONDONTWRITEBYTECODE # many tests start processes, and each would compile everything anew
$BIN/python -m compileall -q config.py wsgi.py tracker
failed=0

skip() {
  echo "!!! BỎ QUA / SKIPPED: $1 — cài bằng / get it by: $2" >&2
  [ "${CI:-}" = true ] && failed=1
  return 0
}

need() { # command or file pattern, Debian package
  if command -v "$1" >/dev/null || compgen -G "$1" >/dev/null; then return 0; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1 ||
      { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$2" >/dev/null 2>&1; }
  fi
  command -v "$1" >/dev/null || compgen -G "$1" >/dev/null
}

step() { # name, command…
  local began=$SECONDS name=$1
  shift
  if "$@"; then echo "--- $name: ok ($((SECONDS - began)) s)"; else
    echo "--- $name: FAILED" >&2
    failed=1
  fi
}

step format $BIN/ruff format --check -q .
step lint $BIN/ruff check -q .

# The forms of a plan that other programs open: a test that lacks one fails where CI is set, and says so elsewhere.
for form in soffice:libreoffice-writer-nogui catdoc:catdoc /usr/share/tesseract-ocr/*/tessdata/vie.traineddata:tesseract-ocr-vie; do
  need "${form%%:*}" "${form#*:}" || skip "plans that ${form#*:} opens" "apt-get install ${form#*:}"
done
# What sets a PDF of a report or a letter.
for library in libpangoft2-1.0.so.0:libpangoft2-1.0-0 libharfbuzz-subset.so.0:libharfbuzz-subset0; do
  need "/usr/lib/*/${library%%:*}" "${library#*:}" || skip "PDF of documents" "apt-get install ${library#*:}"
done
[ -n "${TRACKER_REAL_PLANS:-}" ] || skip "tests on real plans" "TRACKER_REAL_PLANS=<folder of plans>"
# Three lanes side by side keep two cores busy to the end: what needs no database, SQLite with the browser, PostgreSQL.
lanes=() logs=()
lane() { # a function or step with its arguments
  local log
  log=$(mktemp)
  (failed=0; "$@"; exit $failed) >"$log" 2>&1 &
  lanes+=($!) logs+=("$log")
}

types_and_rules() {
  step types $BIN/mypy --no-error-summary
  step "tests without a database" $BIN/python -m pytest -m "not database and not browser"
}

lane types_and_rules
if need '/usr/lib/postgresql/*/bin/initdb' postgresql; then
  TRACKER_TEST_DATABASE=postgresql lane step "database tests on PostgreSQL" $BIN/python -m pytest -m "database and not browser"
else
  skip "database tests on PostgreSQL" "apt-get install postgresql"
fi
if need chromium chromium; then
  lane step "database tests on SQLite, browser stories" $BIN/python -m pytest -m "database or browser"
else
  skip "browser stories" "apt-get install chromium"
  lane step "database tests on SQLite" $BIN/python -m pytest -m "database and not browser"
fi
for number in "${!lanes[@]}"; do
  wait "${lanes[$number]}" || failed=1
  cat "${logs[$number]}"
done
rm -f "${logs[@]}"

if [ $failed = 0 ]; then echo "make test: tất cả đều đạt / all passed ($SECONDS s)"; fi
exit $failed
