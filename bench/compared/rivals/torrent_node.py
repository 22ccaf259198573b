"""One libtorrent session: makes a torrent, seeds it, or fetches it when told to.

    torrent_node.py make FILE TORRENT [CERTIFICATE]
    torrent_node.py seed|leech TORRENT FOLDER HOST:PORT MODE SSL_FOLDER [HOST:PORT...]

MODE is plain, rc4 or ssl. It prints "ready", and a leech waits for a line on its input, fetches from
these others and prints "done". It ends with its input.
"""

import sys
from pathlib import Path

import libtorrent as lt


def make(file, torrent, certificate=None):
    files = lt.file_storage()
    lt.add_files(files, file)
    made = lt.create_torrent(files, flags=lt.create_torrent.v2_only)
    if certificate:
        made.set_root_cert(Path(certificate).read_text())
    lt.set_piece_hashes(made, str(Path(file).parent))
    Path(torrent).write_bytes(lt.bencode(made.generate()))


def session(own, mode):
    encryption = lt.enc_policy.forced if mode == "rc4" else lt.enc_policy.disabled
    settings = lt.high_performance_seed()
    settings.update(
        {
            "listen_interfaces": own + ("s" if mode == "ssl" else ""),
            "alert_mask": lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
            "allow_multiple_connections_per_ip": True,
            "enable_dht": False,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "enable_outgoing_utp": False,
            "enable_incoming_utp": False,
            "in_enc_policy": encryption,
            "out_enc_policy": encryption,
            "allowed_enc_level": lt.enc_level.rc4,
        }
    )
    return lt.session(settings)


def add(ses, torrent, folder, mode, ssl, seeding):
    parameters = lt.add_torrent_params()
    parameters.ti = lt.torrent_info(torrent)
    parameters.save_path = folder
    parameters.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    if seeding:
        parameters.flags |= lt.torrent_flags.seed_mode
    handle = ses.add_torrent(parameters)
    if mode == "ssl":
        files = [str(Path(ssl) / name) for name in ("peer.pem", "peer.key", "dh.pem")]
        handle.set_ssl_certificate(*files, "")
    return handle


def say(word):
    print(word, flush=True)


def main(role, torrent, folder, own, mode, ssl, *others):
    ses = session(own, mode)
    if role == "seed":
        add(ses, torrent, folder, mode, ssl, seeding=True)
        say("ready")
    else:
        say("ready")
        sys.stdin.readline()
        handle = add(ses, torrent, folder, mode, ssl, seeding=False)
        for other in others:
            host, _, port = other.rpartition(":")
            handle.connect_peer((host, int(port)))
        while not handle.status().is_seeding:
            ses.wait_for_alert(20)
            for alert in ses.pop_alerts():
                if alert.category() & lt.alert.category_t.error_notification:
                    print(alert, file=sys.stderr, flush=True)
        say("done")
    sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
