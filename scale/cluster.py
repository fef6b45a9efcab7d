"""A cluster of two executors on this machine: a master and two workers, each a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent


def free_port():
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return own.getsockname()[1]


class Cluster:
    def __init__(self, folder, workers=2, memory="1g"):
        self.folder, self.processes = Path(folder), []
        self.folder.mkdir(parents=True)
        self.environment = {
            **os.environ, "SPARK_HOME": str(HOME), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
            "PYTHONPATH": str(Path(__file__).parent),
        }
        port, page = free_port(), free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self._start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", page)
        self._wait(lambda: urllib.request.urlopen(f"http://127.0.0.1:{page}/json/").read())
        for number in range(workers):
            work = self.folder / f"worker{number}"
            work.mkdir(parents=True)
            self._start(
                "worker.Worker", self.master, "--host", "127.0.0.1", "--cores", 1, "--memory", memory,
                "--work-dir", work, "--webui-port", free_port(),
            )
        alive = f'"aliveworkers" : {workers}'
        self._wait(lambda: alive in urllib.request.urlopen(f"http://127.0.0.1:{page}/json/").read().decode() or 1 / 0)

    def _start(self, name, *arguments):
        log = open(self.folder / f"{name}-{len(self.processes)}.log", "w")
        command = [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *map(str, arguments)]
        own = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(own)

    @staticmethod
    def _wait(ask, seconds=90):
        end = time.monotonic() + seconds
        while True:
            try:
                return ask()
            except Exception:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)

    def submit(self, *arguments, memory="768m", settings=()):
        """Starts the job; its process."""
        command = [
            str(HOME / "bin" / "spark-submit"), "--master", self.master, "--executor-memory", memory,
            "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=8",
            "--conf", "spark.executorEnv.PYTHONPATH=" + self.environment["PYTHONPATH"],
            "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.log.level=ERROR",
            *(word for setting in settings for word in ("--conf", setting)),
            str(Path(__file__).parent / "run.py"), *map(str, arguments),
        ]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def executors(self):
        """The processes of executors of this cluster."""
        found = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True)
        return [int(number) for number in found.stdout.split() if self._is_ours(number)]

    def _is_ours(self, number):
        """An executor works in a folder of its worker."""
        try:
            return os.readlink(f"/proc/{number}/cwd").startswith(str(self.folder))
        except OSError:
            return False

    def stop(self):
        for own in reversed(self.processes):
            try:
                os.killpg(own.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            own.wait()
