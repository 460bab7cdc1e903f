"""Read one plan document without the application: python -m tracker.parsing FILE. No database, no settings."""

import json
import sys
from pathlib import Path

from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.document import UnreadableDocument


def main(arguments: list[str]) -> int:
    """Print the JSON of the file; return 0, or 2 with one sentence on standard error."""
    if len(arguments) != 1:
        sys.stderr.write("Cách dùng: python -m tracker.parsing TỆP\n")
        return 2
    file = Path(arguments[0])
    try:
        draft = extract_plan(file.read_bytes(), file.name)
    except UnreadableDocument as refusal:
        sys.stderr.write(f"{file.name}: {refusal.sentence}\n")
        return 2
    except OSError:
        sys.stderr.write(f"{file.name}: Không mở được tệp; hãy kiểm tra đường dẫn và quyền đọc tệp.\n")
        return 2
    sys.stdout.write(json.dumps(draft.to_json(), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
