"""curl from nginx over TLS 1.3, alone and with SHA-256 afterwards."""

import socket

from ..bounded import until
from ..net import certificate, free_port
from ..process import Process
from .rival import Rival

_CIPHER = "TLS_AES_128_GCM_SHA256"
_CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites {cipher};
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    root {root};
  }}
}}
"""


class Curl(Rival):
    starts_with_order = True
    programs = (("curl", "curl"), ("nginx", "nginx-light"), ("openssl", "openssl"))

    def __init__(self, hashed):
        self.name = "curl + nginx" + (" + sha256" if hashed else "")
        self.wire = "TLS 1.3" + (", SHA-256 of the file afterwards" if hashed else ", no check")
        self._hashed = hashed

    def prepare(self, site):
        super().prepare(site)
        self._folder = site.folder("curl-sha256" if self._hashed else "curl")
        self._certificate, self._key = certificate(self._folder)

    def start_seed(self):
        self._port = free_port()
        text = _CONFIGURATION.format(
            folder=self._folder,
            port=self._port,
            cipher=_CIPHER,
            certificate=self._certificate,
            key=self._key,
            root=self.site.source.parent,
        )
        configuration = self._folder / "nginx.conf"
        configuration.write_text(text)
        command = ["nginx", "-p", self._folder, "-e", self._folder / "error.log", "-c", configuration]
        self._seed = self.started(Process(command, self._folder / "nginx.log"))
        until(self._listens, 30, "nginx")
        return [self._seed]

    def _listens(self):
        with socket.socket() as probe:
            listening = probe.connect_ex(("127.0.0.1", self._port)) == 0
        return listening or self._seed.ended() and self._seed.fail("ended")

    def start_leech(self, destination):
        url = f"https://127.0.0.1:{self._port}/{self.site.source.name}"
        copy = self.arrived(destination)
        fetch = ["curl", "-sSf", "--cacert", self._certificate, "--tls13-ciphers", _CIPHER, "-o", copy, url]
        if self._hashed:
            fetch = ["sh", "-c", '"$@" && openssl dgst -sha256 "$0"', copy, *fetch]
        self._leech = self.started(Process(fetch, self._folder / "curl.log"))
        return [self._leech]

    def wait(self, seconds):
        self._leech.await_end(seconds)
