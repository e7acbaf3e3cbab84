"""What the tools that try studies share: a small regime, and what must be so of a study whatever has happened."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

COMMON = ("data.source=gaussian data.train=300 data.test=60 network.hidden=256,128 network.feature=32 "
          "optimiser.batch=8 run.epochs=24")
PATIENCE = 120


def settings(words):
    """Options for a small regime and what is to be else in it, parted by blanks."""
    return [option for word in f"{COMMON} {words}".split() for option in ("--set", word)]


def run(line):
    done = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode != 0:
        sys.exit(f"{' '.join(line)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def is_sound(cli, killed, told, folder):
    """The file is whole, and has what was told; False when no run is in it yet. Looks at a copy in
    that folder: the next to open the file itself is to be the one that resumes."""
    if not killed.exists():
        if told:
            sys.exit(f"{killed}: gone, but {len(told)} lines were told")
        return False
    study = folder / "seen.collapsar"
    for suffix in ("", "-wal"):
        part, copy = Path(f"{killed}{suffix}"), Path(f"{study}{suffix}")
        copy.unlink(missing_ok=True)
        if part.exists():
            shutil.copy(part, copy)
    runs = run([cli, "runs", "--json", str(study)])
    stored = set(run([cli, "epochs", "--json", str(study)]).splitlines())
    for line in told:
        if line not in stored:
            sys.exit(f"{study}: told and not stored:\n{line}")
    db = sqlite3.connect(study)
    answer = db.execute("PRAGMA integrity_check").fetchall()
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    db.close()
    if answer != [("ok",)] or broken:
        sys.exit(f"{study}: {answer} {broken}")
    return runs != ""


def contents(cli, study):
    """What must be the same in the end."""
    lines = run([cli, "epochs", "--json", str(study)])
    db = sqlite3.connect(study)
    state = db.execute("SELECT name, state FROM run ORDER BY id").fetchall()
    snapshots = db.execute("SELECT run, epoch, data FROM snapshot ORDER BY run, epoch").fetchall()
    checkpoints = db.execute("SELECT run, epoch, kept, base_learning_rate, probe_square, random, network, optimiser, probe,"
                             " probe_optimiser FROM checkpoint ORDER BY run, epoch").fetchall()
    db.close()
    return {"epochs": re.sub(r'"(measure_)?seconds": [^,]*', "", lines), "state": state, "snapshots": snapshots,
            "checkpoints": checkpoints}
