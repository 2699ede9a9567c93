"""The line between the browser and the server: whole, cut, or losing some answers.

Owns: a forwarder of connections on a port of its own, which a test can cut. Unlike the browser's
    own emulation it is cut for service workers too; offline() does both, so that the page is
    told as on a phone.
Must not know: what goes over it.
"""
import socket
import threading


class Line:
    def __init__(self, port):
        self.to = port
        self.cut = False
        self.loses = b""  # requests that begin so arrive, and their answers do not come back
        self.open = set()
        self.guard = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            with self.guard:
                self.open |= {near, far}
            lost = threading.Event()
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(*ends, ends[0] is near, lost),
                                 daemon=True).start()

    def _carry(self, source, sink, asks, lost):
        try:
            while data := source.recv(65536):
                if asks and self.loses and data.startswith(self.loses):
                    lost.set()
                if not asks and lost.is_set():
                    break  # the connection too, as when a phone leaves its cell
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            self._end(end)

    def _end(self, end):
        with self.guard:
            self.open.discard(end)
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()

    def set_cut(self, cut):
        self.cut = cut
        if cut:
            with self.guard:
                ends = list(self.open)
            for end in ends:
                self._end(end)

    def close(self):
        self.listener.close()
        self.set_cut(True)

    # --- with the browser ------------------------------------------------------------

    def offline(self, browser):
        self.set_cut(True)
        conditions(browser, True)

    def online(self, browser):
        self.set_cut(False)
        conditions(browser, False)


def conditions(browser, offline):
    """What the page is told: navigator.onLine, and its events."""
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
