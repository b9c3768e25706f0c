"""The program sets itself up: a virtual environment with the pinned packages, and a folder for compiled code.

Runs before any package is there, so it imports the standard library only. A check of an environment that is whole costs a few milliseconds.
"""
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN, DEV = "requirements.txt", "requirements-dev.txt"
_ENTERED = "UMWELT_ENVIRONMENT"
"""Names the environment in which this program has started itself anew, so that it never does so twice."""


class SetupError(Exception):
    """The program cannot be set up here; the text says in one line what to do."""


def ready(dev=False):
    """Go on only with every pinned package importable: at once if it is so, else in a virtual environment made for it.

    Installs what is missing, showing what it does on standard error, and starts the same command anew inside the environment. Ends
    the process with exit code 2 and one line where that is impossible, with 130 where a person interrupts it; what was installed by
    then is kept.
    """
    try:
        python = _environment(DEV if dev else RUN)
    except SetupError as problem:
        print(f"umwelt: {problem}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\numwelt: set-up interrupted; the same command goes on from here", file=sys.stderr)
        sys.exit(130)
    if python is not None:
        _start_anew(python)


def _environment(needs):
    """The Python to go on with, or None to go on with this one."""
    folders = _folders()
    inside = next((folder for folder in folders if Path(sys.prefix).resolve() == folder.resolve()), None)
    if inside is None and not missing(needs):
        return None
    folder = inside or next((folder for folder in folders if _whole(folder, needs)), None) or _first_writable(folders)
    if not _whole(folder, needs):
        with _one_at_a_time():
            if not _whole(folder, needs):
                _make(folder)
                _install(folder, needs)
    if inside is not None:
        return None
    if os.environ.get(_ENTERED) == str(folder):
        raise SetupError(f"the environment in {folder} does not work; delete that folder and run this again")
    os.environ[_ENTERED] = str(folder)
    return _python(folder)


def pins(needs=RUN):
    """The pinned packages of a requirements file and of those it includes.  {name: version}"""
    found = {}
    for line in (ROOT / needs).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            found.update(pins(line[3:].strip()))
        elif "==" in line:
            name, version = line.split("==")
            found[name.strip()] = version.strip()
    return found


def missing(needs=RUN):
    """Names of pinned packages that this Python does not have at the right version."""
    return [name for name, version in pins(needs).items() if version_of(name).split("+")[0] != version]    # 2.13.0+cpu is a build of 2.13.0


def version_of(package):
    """The version of an installed package, "" of one that is not."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


# ---- folders --------------------------------------------------------------------------------------------------------
def cache_folder():
    """The folder for what can be made again: compiled code, and the environment where the code's own folder is read-only. Made if absent."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local"))
    elif sys.platform == "darwin":
        base = Path(os.path.expanduser("~/Library/Caches"))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    for folder in (base / "umwelt", Path(tempfile.gettempdir()) / f"umwelt-{user}"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if _writable(folder):
                return folder
    raise SetupError(f"neither {base} nor {tempfile.gettempdir()} can be written to; set XDG_CACHE_HOME to a folder that can")


def _writable(folder):
    """Asked by trying: permissions alone do not know of read-only disks."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _folders():
    """Where the environment may be: beside the code, or in the user's cache."""
    key = hashlib.blake2b(str(ROOT).encode(), digest_size=6).hexdigest()
    return [ROOT / ".venv", cache_folder() / f"environment-{key}"]


def _first_writable(folders):
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if _writable(folder):
                return folder
    raise SetupError(f"no room for the packages: neither {folders[0]} nor {folders[1]} can be written to")


def _python(folder):
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# ---- the marker -----------------------------------------------------------------------------------------------------
def _stamp(needs):
    return hashlib.blake2b(repr(sorted(pins(needs).items())).encode(), digest_size=12).hexdigest()


def _whole(folder, needs):
    """Whether everything was installed to the end: a marker with the hash of the pins, written last, says so."""
    return _state(folder) in (_stamp(DEV), _stamp(needs)) and _python(folder).exists()


def _state(folder):
    """What the marker says: "making", "installing", the hash of the pins that are installed, or nothing."""
    try:
        return (folder / "umwelt-state").read_text()
    except OSError:
        return ""


def _set_state(folder, state):
    (folder / "umwelt-state.new").write_text(state)
    os.replace(folder / "umwelt-state.new", folder / "umwelt-state")


@contextlib.contextmanager
def _one_at_a_time():
    """Two programs started together: the second waits, then finds the work done. The lock goes with its process, however that ends."""
    with open(cache_folder() / "set-up.lock", "a") as lock:
        if os.name == "nt":
            import msvcrt
            def take(): msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            def take(): fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        told = False
        while True:
            try:
                take()
                break
            except OSError:
                if not told:
                    print("umwelt: another start is setting up; waiting for it", file=sys.stderr)
                told = True
                time.sleep(0.3)
        yield


# ---- making it ------------------------------------------------------------------------------------------------------
def _runs(python):
    """Whether a Python of a version that will do answers there (it may have been moved, or its base removed)."""
    ask = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", ask], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _make(folder):
    """An environment with a Python that runs. What was interrupted here before is thrown away."""
    if _state(folder) != "making" and _runs(_python(folder)):
        return
    if not _has("venv") or not (_has("ensurepip") or _has("pip")):
        name = "python%d.%d-venv" % sys.version_info[:2]
        raise SetupError(f"this Python cannot make virtual environments; install the package {name} (on Debian and Ubuntu: "
                         f"sudo apt install {name}), then run this again")
    print(f"umwelt: first start; making an environment in {folder}", file=sys.stderr, flush=True)
    for old in folder.iterdir():                         # only what is in it: the folder itself may be a mount
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    _set_state(folder, "making")
    command = [sys.executable, "-m", "venv", str(folder)] + ([] if _has("ensurepip") else ["--without-pip"])
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode != 0 or not _runs(_python(folder)):
        last = (made.stdout.strip().splitlines() or ["no reason given"])[-1]
        raise SetupError(f"an environment could not be made in {folder}: {last}")


def _has(module):
    return importlib.util.find_spec(module) is not None


def _install(folder, needs):
    """Install the pinned packages with pip, saying which one it is at."""
    if _state(folder) == "installing":
        _forget_the_half_installed(folder)
    _set_state(folder, "installing")
    settings = dict(os.environ, PYTHONUNBUFFERED="1", PIP_REQUIRE_VIRTUALENV="0")
    for elsewhere in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME"):
        settings.pop(elsewhere, None)
    command = [*_pip(str(_python(folder))), "install", "--no-input", "--disable-pip-version-check", "--no-warn-script-location",
               "--progress-bar", "off", "-r", str(ROOT / needs)]
    wanted = len(pins(needs))
    said = []
    with Line(f"umwelt: installing {wanted} package{'s' if wanted > 1 else ''} into {folder}", wanted * 2) as line:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=settings)
        try:
            for text in process.stdout:
                said.append(text.rstrip())
                word = text.split()
                if text.startswith("Collecting "):
                    line.step(re.split(r"[=<>! ]", word[1])[0])
                elif text.startswith("Requirement already satisfied"):
                    line.step(re.split(r"[=<>! ]", word[3])[0])
                elif text.startswith("Processing "):         # a wheel on this machine
                    line.step(os.path.basename(word[1]).split("-")[0])
                elif text.lstrip().startswith("Downloading ") and ".metadata" not in text:
                    size = text[text.find("("):].strip() if "(" in text else ""
                    line.say("fetching " + os.path.basename(word[1]).split("-")[0] + " " + size)
                elif text.startswith("Installing collected packages"):
                    line.reach(wanted * 3 // 2, "unpacking")
            if process.wait() != 0:
                raise SetupError("the packages could not be installed: " + _reason(said))
        except BaseException:
            process.terminate()
            process.wait()
            raise
    _set_state(folder, _stamp(needs))


def _pip(python):
    """The command that installs into the environment of `python`: its own pip, or that of the Python at hand."""
    def works(*command):
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    if works(python, "-m", "pip", "--version") or works(python, "-m", "ensurepip", "--default-pip"):
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def _forget_the_half_installed(folder):
    """Take away the record of each package of which a file is missing, so that pip lays it anew."""
    for record in [*folder.glob("lib/python*/site-packages/*.dist-info"), *folder.glob("Lib/site-packages/*.dist-info")]:
        try:
            rows = [row.rsplit(",", 2)[0].strip('"') for row in (record / "RECORD").read_text(encoding="utf-8").splitlines()]
            complete = all((record.parent / name).exists() for name in rows)
        except OSError:
            complete = False
        if not complete:
            shutil.rmtree(record)


def _reason(said):
    """The line of pip's talk that says most."""
    errors = [text for text in said if text.upper().startswith("ERROR")]
    text = (errors or [text for text in said if text] or ["pip said nothing"])[0]
    if any("NewConnectionError" in other or "Temporary failure in name resolution" in other for other in said):
        text = "no connection to the package index"
    return re.sub(r"^ERROR:\s*", "", text)


class Line:
    """One line on standard error with a bar, written over itself on a terminal; elsewhere a line whenever the words change, or none if quiet."""

    def __init__(self, title, total, quiet=False):
        self.title, self.total, self.done, self.words, self.quiet = title, max(1, total), 0, "", quiet
        self.terminal = sys.stderr.isatty()

    def __enter__(self):
        if self.title:
            print(self.title, file=sys.stderr, flush=True)
        return self

    def __exit__(self, *_):
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def step(self, words):
        self.reach(self.done + 1, words)

    def say(self, words):
        self.reach(self.done, words)

    def reach(self, done, words):
        done = min(max(done, self.done), self.total)
        if (done, words) == (self.done, self.words):
            return
        fresh = words != self.words
        self.done, self.words = done, words
        if self.terminal:
            filled = round(30 * done / self.total)
            print("\r\033[K  " + "█" * filled + "░" * (30 - filled) + f" {100 * done // self.total:3d} %  {words[:40]}",
                  end="", file=sys.stderr, flush=True)
        elif fresh and not self.quiet:
            print(f"  {100 * done // self.total:3d} %  {words}", file=sys.stderr, flush=True)


def _start_anew(python):
    """The same command, in the environment. Does not return."""
    command = [str(python), *sys.argv]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":                                  # exec on Windows returns to the shell before the program ends
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
