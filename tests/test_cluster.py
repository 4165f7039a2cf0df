"""Past one machine: a real cluster of two workers makes the same bytes as this process alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphbuild import cluster
from graphbuild.build import build
from graphbuild.cache import fingerprint
from graphbuild.cluster import Cluster, ClusterError
from tests.test_build import REPORT, files, in_a_process

distributed = pytest.importorskip("distributed", reason="needs the extra graphbuild[cluster]")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for year in range(2001, 2021):
        (folder / f"riverton-{year}.md").write_text(REPORT.replace("2019", str(year)), "utf-8")
    (folder / "fake.pdf").write_bytes(b"\x00\x01 no document at all")
    return folder


def _theirs() -> Callable[[], str]:
    return fingerprint


def _tenfold(number: int) -> int:
    return number * 10


def test_batches_bring_every_item_back_with_its_place(address: str) -> None:
    with Cluster(address) as crew:
        assert sorted(crew.each(_tenfold, list(range(40)), _tenfold)) == [(n, n * 10) for n in range(40)]


def test_a_cluster_makes_the_same_bytes_as_one_process(address: str, reports: Path, tmp_path: Path) -> None:
    here = build([reports], tmp_path / "here", draw=False, workers=1)
    there = build([reports], tmp_path / "there", draw=False, scheduler=address, cache=tmp_path / "cache")
    assert files(tmp_path / "here") == files(tmp_path / "there") and here.failures == there.failures
    again = build([reports], tmp_path / "again", draw=False, scheduler=address, cache=tmp_path / "cache")
    assert again.reused == 20 and files(tmp_path / "again") == files(tmp_path / "here")


def test_the_command_takes_a_scheduler(address: str, reports: Path, tmp_path: Path) -> None:
    done = in_a_process(["build", str(reports), "-o", str(tmp_path / "out"), "--no-map", "--scheduler", address])
    assert done.returncode == 1 and "fake.pdf" in done.stderr, done.stderr
    build([reports], tmp_path / "here", draw=False, workers=1)
    assert files(tmp_path / "out") == files(tmp_path / "here")


def test_workers_of_another_version_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mine:
        """The fingerprint of this side only: what is sent to the workers makes theirs."""

        def __call__(self) -> str:
            return "another"

        def __reduce__(self) -> tuple[object, tuple[()]]:
            return _theirs, ()

    monkeypatch.setattr(cluster, "fingerprint", Mine())
    with pytest.raises(ClusterError, match="another version"), Cluster(address):
        pass


def test_a_scheduler_that_is_not_there_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(ClusterError, match="cannot be used") as caught, Cluster("tcp://127.0.0.1:9"):
        pass
    assert "\n" not in str(caught.value)
