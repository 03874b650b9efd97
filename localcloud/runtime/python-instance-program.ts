/**
 * The program of a Python instance's process: loads the handler and answers calls as SCF's Python
 * runtime does. It speaks instance-messages.ts over the channel that Node opens for a child: a
 * socket whose number is in NODE_CHANNEL_FD, with one JSON text a line. It is a text, because a
 * path to a file of its own would not survive bundling.
 */
export const PYTHON_INSTANCE_PROGRAM = String.raw`
import importlib.util
import io
import json
import os
import queue
import signal
import sys
import threading
import traceback

try:
    import resource
except ImportError:  # Windows
    resource = None

CHANNEL = int(os.environ.pop("NODE_CHANNEL_FD"))
os.environ.pop("NODE_CHANNEL_SERIALIZATION_MODE", None)
os.set_inheritable(CHANNEL, False)
SENDING = threading.Lock()
MESSAGES = queue.Queue()


def send(message):
    data = (json.dumps(message) + "\n").encode()
    with SENDING:
        while data:
            data = data[os.write(CHANNEL, data) :]


def receive_all():
    """In a thread of its own, so that the end of the host is seen during a call, too."""
    received = b""
    while True:
        chunk = os.read(CHANNEL, 65536)
        if not chunk:
            os._exit(0)
        *lines, received = (received + chunk).split(b"\n")
        for line in lines:
            MESSAGES.put(json.loads(line))


class Output(io.TextIOBase):
    """Output is sent as it comes: what a call printed before it hung or died must not be lost."""

    encoding = "utf-8"

    def writable(self):
        return True

    def write(self, text):
        send({"type": "output", "text": text})
        return len(text)


def memory_bytes():
    if resource is None:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def limit_memory(limit):
    if resource is None:
        return
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    except (ValueError, OSError):
        pass  # A system that knows no such limit.


def threw():
    return {"type": "threw", "stack": traceback.format_exc()}


def load_handler(settings):
    path = settings["handlerFile"]
    name = os.path.splitext(os.path.basename(path))[0]
    sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return getattr(module, settings["handlerName"], None)


def context_of(call, settings):
    environment = {**settings["contextEnvironment"], **call["credentials"]}
    return {
        **settings["context"],
        "time_limit_in_ms": settings["timeLimitMs"],
        "request_id": call["requestId"],
        "environment": json.dumps(environment),
        "environ": ";".join(f"{name}={value}" for name, value in environment.items()),
    }


def outcome_of(handler, call, settings):
    try:
        event = json.loads(call["event"])
    except ValueError as error:
        return {"type": "not JSON", "reason": str(error)}
    os.environ.update(call["credentials"])
    try:
        value = handler(event, context_of(call, settings))
        return {"type": "returned", "json": json.dumps(value, allow_nan=False)}
    except MemoryError:
        raise
    except Exception:
        return threw()


def serve(settings):
    os.environ.update(settings["environment"])
    limit_memory(settings["memoryBytes"])
    try:
        handler = load_handler(settings)
    except Exception:
        send({"type": "not loaded", "outcome": threw()})
        return
    if not callable(handler):
        reason = settings["handlerName"] + " is no function of the handler's file"
        send({"type": "not loaded", "outcome": {"type": "no handler", "reason": reason}})
        return
    send({"type": "loaded", "memoryBytes": memory_bytes()})
    while True:
        message = MESSAGES.get()
        if message["type"] == "call":
            outcome = outcome_of(handler, message["call"], settings)
            send({"type": "call ended", "outcome": outcome, "memoryBytes": memory_bytes()})


# A Ctrl-C reaches the whole process group; the host decides when an instance ends.
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.stdout = sys.stderr = Output()
threading.Thread(target=receive_all, daemon=True).start()
try:
    serve(MESSAGES.get()["settings"])
except MemoryError:
    send({"type": "over memory limit", "memoryBytes": memory_bytes()})
except SystemExit as end:
    os._exit(end.code if isinstance(end.code, int) else 1)
`;
