"""Whatever happens to a build, the old output stays whole, one line says what happened, and the next build is right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graphbuild.build import build, find, packet_of
from graphbuild.landing import landing
from graphbuild.sources import Failure
from tests.trust.faults import ROOT, built, command, files, kill_loop, sources


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL here")
def test_a_build_killed_at_any_moment_leaves_one_whole_build(tmp_path: Path) -> None:
    kills = kill_loop(tmp_path, times=5)
    assert kills.killed == 5 and kills.old + kills.new == kills.killed + kills.late


@pytest.fixture
def standing(tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """Sources that changed since, the output of what they were, and its files."""
    out = tmp_path / "out"
    assert built(sources(tmp_path / "old", 2005, 2), out, "--no-map").returncode == 0
    return sources(tmp_path / "new", 2010, 2), out, files(out)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and "Traceback" not in done.stderr, done.stderr
    return lines[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files here")
@pytest.mark.parametrize("most", [0, 1_000, 20_000])
def test_a_disk_that_is_full_is_told_and_costs_nothing(standing: tuple[Path, Path, dict[str, bytes]], most: int) -> None:
    new, out, before = standing

    def full() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        command(new, out, "--no-map"), capture_output=True, text=True, cwd=ROOT, preexec_fn=full, timeout=120, check=False
    )
    assert done.returncode == 2
    assert one_line(done)
    assert files(out) == before
    assert built(new, out, "--no-map").returncode == 0 and files(out) != before


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs a small disk of its own")
def test_a_small_disk_that_fills_up_is_told_and_costs_nothing(tmp_path: Path) -> None:
    given, out = sources(tmp_path / "in", 2005, 6), tmp_path / "out"
    out.mkdir()
    call = " ".join(command(given, out, "--no-map"))
    script = f"mount -t tmpfs -o size=100k none {out} || exit 77; {call}; echo $?; ls -A {out}"
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no disk can be mounted here")
    assert done.stdout.split() == ["2", ".graphbuild.lock"]
    assert one_line(done).endswith("No space left on device; what was there is as it was")


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that root cannot write to is looked for in /proc")
def test_an_output_that_cannot_be_written_is_told_before_anything_is_lost(tmp_path: Path) -> None:
    done = built(sources(tmp_path / "in", 2005, 1), Path("/proc/graphbuild-output"), "--no-map")
    assert done.returncode == 2 and "cannot be written" in one_line(done)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_output_is_told(standing: tuple[Path, Path, dict[str, bytes]]) -> None:
    new, out, before = standing
    out.chmod(0o500)
    done = built(new, out, "--no-map")
    out.chmod(0o700)
    assert done.returncode == 2 and "cannot be written" in one_line(done) and files(out) == before


def test_of_two_builds_at_once_one_waits_for_nobody_and_none_is_mixed(standing: tuple[Path, Path, dict[str, bytes]]) -> None:
    new, out, before = standing
    with landing(out):
        done = built(new, out, "--no-map")
        assert done.returncode == 2 and "another build is writing" in one_line(done)
    old = new.parent / "old"
    running = [
        subprocess.Popen(command(given, out, "--no-map"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        for given in (old, new, old)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert all(process.returncode in (0, 2) for process in running) and any(process.returncode == 0 for process in running), said
    assert all("another build is writing" in line for process, line in zip(running, said, strict=True) if process.returncode), said
    left = files(out)
    assert built(new, new.parent / "clean", "--no-map").returncode == 0
    assert left in (before, files(new.parent / "clean"))


def test_a_document_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    given = sources(tmp_path / "in", 2005, 2)
    found, _ = find([given], None)
    (given / "riverton-2005.md").write_text("Something else, about the Riverton Board.\n")
    outcome = packet_of(found[0])
    assert outcome == Failure("riverton-2005.md", "riverton-2005.md changed while it was being read")
    (given / "riverton-2006.md").unlink()
    gone = packet_of(found[1])
    assert isinstance(gone, Failure) and "No such file" in gone.reason


def test_a_worker_that_dies_costs_its_document_and_the_next_build_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = sources(tmp_path / "in", 2005, 3)
    building = sys.modules["graphbuild.build"]
    real = building.one

    def dies(source: object, *rest: object) -> object:
        if "2006" in str(source):
            os._exit(9)
        return real(source, *rest)

    if sys.platform == "linux":
        monkeypatch.setattr(building, "one", dies)
        result = build([given], tmp_path / "out", workers=1, draw=False)
        assert [document.identifier for document in result.documents] == ["riverton-2005", "riverton-2007"]
        assert [failure.reason for failure in result.failures] == ["riverton-2006.md could not be read: the process reading it died"]
    monkeypatch.undo()
    result = build([given], tmp_path / "out", workers=1, draw=False)
    assert len(result.documents) == 3 and not result.failures
