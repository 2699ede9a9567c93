"""Private servers, one Redis and one nginx in one folder, for `make run` and for the tests.

Owns: how they are started, found again by pidfile, and ended; which account workers get.
Must not know: what nginx serves, the demo campus, the tests.

Nothing here ever looks for a process by name: a pid counts only while its command line and
working folder still say that it is ours.
"""
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin:" + os.environ.get("PATH", "")
UNIX_PATH_MAX = 107  # sizeof(sun_path) - 1


class ServerError(Exception):
    """A sentence for whoever started it."""


def tool(name):
    path = shutil.which(name, path=SYSTEM_PATH)
    if path is None:
        raise ServerError(f"{name} is not installed")
    return path


def reachable(path, uid, gid):
    """May the account enter the folder, by the permission bits of all folders above?"""
    path = os.path.realpath(path)
    while True:
        status = os.stat(path)
        bit = 0o100 if status.st_uid == uid else 0o010 if status.st_gid == gid else 0o001
        if not status.st_mode & bit:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


def worker_account(*folders):
    """(user, group) of nginx's workers. None: as the caller, who is not root. As root it is
    www-data, unless the tree lies where only root may look (a clone in /root)."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam("www-data")
    if all(reachable(folder, account.pw_uid, account.pw_gid) for folder in folders):
        return "www-data", grp.getgrgid(account.pw_gid).gr_name
    return "root", "root"


def pid_of(pidfile):
    try:
        with open(pidfile, encoding="ascii") as text:
            return int(text.read().strip() or 0)
    except (OSError, ValueError):
        return 0


def is_ours(pid, folder, word):
    """Is pid alive, is `word` its name, and does it work in, or was told of, our folder?"""
    if pid <= 1:
        return False
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as text:
            command = text.read().replace(b"\0", b" ").decode("utf-8", "replace")
        cwd = os.readlink(f"/proc/{pid}/cwd")
        with open(f"/proc/{pid}/stat", "rb") as text:
            state = text.read().rsplit(b")", 1)[1].split()[0]
    except OSError:
        return False
    inside = cwd == folder or cwd.startswith(folder + "/") or f"{folder}/" in command
    return word in command and inside and state != b"Z"


def wait_until(condition, seconds, step=0.02):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(pid, folder, word, signals):
    """Ends pid if it is ours: each signal in turn with its patience in seconds."""
    for number, patience in signals:
        if not is_ours(pid, folder, word):
            return True
        os.kill(pid, number)
        if wait_until(lambda: not is_ours(pid, folder, word), patience):
            return True
    return False


class Redis:
    """Redis on a unix socket only, every write on disk before it is answered."""
    WORD = "redis-server"

    def __init__(self, folder, account=None, options=()):
        self.folder = os.path.realpath(folder)
        self.account = account
        self.options = list(options)
        self.data = os.path.join(self.folder, "redis")
        self.socket = os.path.join(self.folder, "socket", "redis.sock")
        self.pidfile = os.path.join(self.folder, "redis.pid")
        self.log = os.path.join(self.folder, "redis.log")

    def pid(self):
        pid = pid_of(self.pidfile)
        return pid if is_ours(pid, self.folder, self.WORD) else 0

    def start(self):
        if self.pid():
            return
        if len(self.socket.encode()) > UNIX_PATH_MAX:
            raise ServerError(f"the path {self.socket} is too long for a unix socket "
                              f"({UNIX_PATH_MAX} bytes); choose a shorter folder")
        os.makedirs(self.data, mode=0o700, exist_ok=True)
        os.makedirs(os.path.dirname(self.socket), exist_ok=True)
        self.open_socket_folder()
        subprocess.run([
            tool("redis-server"), "--port", "0", "--unixsocket", self.socket,
            "--unixsocketperm", "770", "--daemonize", "yes", "--pidfile", self.pidfile,
            "--dir", self.data, "--logfile", self.log, "--appendonly", "yes",
            "--appendfsync", "always", "--save", "", *self.options],
            check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        if not wait_until(lambda: self.pid() and self.answers(), 30):
            raise ServerError(f"Redis did not start; see {self.log}")

    def open_socket_folder(self):
        """The workers' group enters the socket's folder; setgid hands the group on to the
        socket itself, which Redis makes anew at each start."""
        folder = os.path.dirname(self.socket)
        if self.account is not None:
            os.chown(folder, -1, grp.getgrnam(self.account[1]).gr_gid)
            os.chmod(folder, 0o2750)
        else:
            os.chmod(folder, 0o700)

    def answers(self):
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(self.socket)
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self):
        return end(self.pid(), self.folder, self.WORD,
                   [(signal.SIGTERM, 15), (signal.SIGKILL, 5)])

    def kill(self):
        return end(self.pid(), self.folder, self.WORD, [(signal.SIGKILL, 5)])


class Nginx:
    """Stock nginx with its prefix in our folder; nginx.conf is the caller's to write."""
    WORD = "nginx: master process"

    def __init__(self, folder, env=None):
        self.folder = os.path.realpath(folder)
        self.env = {**os.environ, **(env or {})}
        self.conf = os.path.join(self.folder, "nginx.conf")
        self.pidfile = os.path.join(self.folder, "nginx.pid")
        self.error_log = os.path.join(self.folder, "error.log")
        self.stderr = os.path.join(self.folder, "stderr.log")

    def pid(self):
        pid = pid_of(self.pidfile)
        return pid if is_ours(pid, self.folder, self.WORD) else 0

    def command(self, *args, log=None):
        return [tool("nginx"), "-p", self.folder + "/", "-c", self.conf, "-e",
                log or self.error_log, *args]

    def test(self):
        """nginx -t: (exit code, what it said). What is wrong is not the server's log's."""
        command = self.command("-t", log=os.path.join(self.folder, "test.log"))
        done = subprocess.run(command, env=self.env, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout

    def start(self):
        if self.pid():
            return
        with open(self.stderr, "ab") as log:
            code = subprocess.run(self.command(), env=self.env, stdin=subprocess.DEVNULL,
                                  stdout=log, stderr=log, check=False).returncode
        if code != 0 or not wait_until(self.pid, 20):
            with open(self.stderr, encoding="utf-8", errors="replace") as log:
                raise ServerError("nginx did not start:\n" + log.read()[-3000:])

    def signal(self, number):
        pid = self.pid()
        if not pid:
            raise ServerError("nginx is not running")
        os.kill(pid, number)

    def workers(self):
        """The pids of the master's children, with what they call themselves."""
        found = {}
        for task in os.listdir(f"/proc/{self.pid()}/task"):
            with open(f"/proc/{self.pid()}/task/{task}/children", encoding="ascii") as text:
                for child in map(int, text.read().split()):
                    try:
                        with open(f"/proc/{child}/cmdline", "rb") as line:
                            found[child] = line.read().rstrip(b"\0 ").decode()
                    except OSError:
                        continue
        return found

    def stop(self):
        return end(self.pid(), self.folder, self.WORD,
                   [(signal.SIGQUIT, 5), (signal.SIGTERM, 5), (signal.SIGKILL, 5)])


def port_is_free(address, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True
