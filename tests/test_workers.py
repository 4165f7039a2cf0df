"""Any number of processes may read, in any order, and die: what is built is the same, and only the document to blame is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphbuild.workers import Processes


def _tenfold(number: int) -> int:
    return number * 10


def _dies_on_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number * 10


def _raises_on_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_every_item_comes_back_once_with_its_place(workers: int) -> None:
    with Processes(workers) as crew:
        assert sorted(crew.each(_tenfold, [5, 7, 9], _tenfold)) == [(0, 50), (1, 70), (2, 90)]
        assert sorted(crew.each(_tenfold, [1], _tenfold)) == [(0, 10)], "the same processes go on with other work"
        assert list(crew.each(_tenfold, [], _tenfold)) == []


def test_a_worker_that_dies_costs_one_item() -> None:
    with Processes(2) as crew:
        done = dict(crew.each(_dies_on_three, list(range(8)), lambda number: -number))
        assert done == {0: 0, 1: 10, 2: 20, 3: -3, 4: 40, 5: 50, 6: 60, 7: 70}
        assert dict(crew.each(_tenfold, [1, 2], _tenfold)) == {0: 10, 1: 20}


def test_an_error_in_a_worker_is_an_error_here() -> None:
    with Processes(2) as crew, pytest.raises(ValueError, match="three"):
        list(crew.each(_raises_on_three, list(range(8)), _raises_on_three))


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_workers_end_with_the_build_that_started_them_even_when_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "from graphbuild.workers import Processes\n"
        "if __name__ == '__main__':\n"
        "    with Processes(2) as crew:\n"
        "        list(crew.each(len, [[1], [2], [3]], len))\n"
        "        print(*[p.pid for p in crew._pool._processes.values()], flush=True)\n"
        "        time.sleep(60)\n"
    )
    script = tmp_path / "build.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}) as build:  # fmt: skip
        assert build.stdout is not None
        workers = [int(pid) for pid in build.stdout.readline().split()]
        assert workers and all(Path(f"/proc/{pid}").exists() for pid in workers)
        build.send_signal(signal.SIGKILL)
        build.wait()
    until = time.monotonic() + 20
    while any(_runs(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_script_that_builds_is_not_run_again_by_its_processes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('once')\n"
        "from graphbuild.workers import Processes\n"
        "with Processes(2) as crew:\n"
        "    print(sorted(crew.each(len, [[1], [2, 3]], len)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)})  # fmt: skip
    assert done.stdout.split("\n") == ["once", "[(0, 1), (1, 2)]", ""], done.stderr
