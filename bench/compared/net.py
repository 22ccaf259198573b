"""Ports and certificates."""

import random
import socket

from .process import run


def free_port():
    """A TCP port that is free now, and not among those that the kernel gives to clients."""
    while True:
        port = random.randrange(10000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def certificate(folder):
    """Makes a P-256 key and a certificate for localhost by itself; returns the paths of both."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    run(["openssl", "req", "-x509", "-nodes", "-days", "30", *curve, *subject, "-keyout", key, "-out", made])
    return made, key
