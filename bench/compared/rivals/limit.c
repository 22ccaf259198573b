/*
 * What a machine can do at most: TLS 1.3 with AES-128-GCM, SHA-256 of each 1 MiB piece, a new file.
 *
 *   limit seed PORT FILE CERTIFICATE KEY     serves FILE to one connection after another
 *   limit leech PORT HASHES DESTINATION      fetches it; HASHES holds the digest of each piece
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 1 << 20, DIGEST = 32 };

static unsigned char *piece;

static void check(int good, const char *what) {
  if (!good) {
    perror(what);
    exit(1);
  }
}

static struct sockaddr_in loopback(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static SSL_CTX *context(const SSL_METHOD *method) {
  SSL_CTX *tls = SSL_CTX_new(method);
  check(tls != NULL, "SSL_CTX_new");
  check(SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION), "TLS 1.3");
  check(SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256"), "AES-128-GCM");
  return tls;
}

static SSL *over(SSL_CTX *tls, int socket) {
  int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  SSL *session = SSL_new(tls);
  check(session != NULL && SSL_set_fd(session, socket), "SSL_new");
  return session;
}

static void send_all(SSL *session, const char *path) {
  int file = open(path, O_RDONLY);
  check(file >= 0, path);
  ssize_t size;
  while ((size = read(file, piece, PIECE)) > 0) {
    if (SSL_write(session, piece, (int)size) != size) {
      break;
    }
  }
  check(size >= 0, path);
  close(file);
}

static void seed(const char *port, const char *path, const char *certificate, const char *key) {
  SSL_CTX *tls = context(TLS_server_method());
  check(SSL_CTX_use_certificate_chain_file(tls, certificate), certificate);
  check(SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM), key);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = loopback(port);
  check(bind(listener, (struct sockaddr *)&address, sizeof address) == 0, "bind");
  check(listen(listener, 8) == 0, "listen");
  puts("ready");
  fflush(stdout);
  for (;;) {
    int socket = accept(listener, NULL, NULL);
    check(socket >= 0, "accept");
    SSL *session = over(tls, socket);
    if (SSL_accept(session) == 1) {
      send_all(session, path);
      SSL_shutdown(session);
    }
    SSL_free(session);
    close(socket);
  }
}

static size_t receive(SSL *session) {
  size_t filled = 0;
  while (filled < PIECE) {
    int size = SSL_read(session, piece + filled, (int)(PIECE - filled));
    if (size <= 0) {
      check(SSL_get_error(session, size) == SSL_ERROR_ZERO_RETURN, "SSL_read");
      break;
    }
    filled += size;
  }
  return filled;
}

static void leech(const char *port, const char *hashes, const char *destination) {
  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = loopback(port);
  check(connect(socket_, (struct sockaddr *)&address, sizeof address) == 0, "connect");
  SSL *session = over(context(TLS_client_method()), socket_);
  check(SSL_connect(session) == 1, "SSL_connect");
  int expected = open(hashes, O_RDONLY);
  check(expected >= 0, hashes);
  int file = open(destination, O_WRONLY | O_CREAT | O_EXCL, 0600);
  check(file >= 0, destination);
  size_t size;
  while ((size = receive(session)) > 0) {
    unsigned char is[DIGEST], should[DIGEST];
    check(EVP_Digest(piece, size, is, NULL, EVP_sha256(), NULL), "SHA-256");
    check(read(expected, should, DIGEST) == DIGEST && memcmp(is, should, DIGEST) == 0, "a piece");
    check(write(file, piece, size) == (ssize_t)size, destination);
  }
  check(close(file) == 0, destination);
}

int main(int count, char **arguments) {
  signal(SIGPIPE, SIG_IGN);
  check(posix_memalign((void **)&piece, 4096, PIECE) == 0, "memory");
  if (count == 6 && strcmp(arguments[1], "seed") == 0) {
    seed(arguments[2], arguments[3], arguments[4], arguments[5]);
  } else if (count == 5 && strcmp(arguments[1], "leech") == 0) {
    leech(arguments[2], arguments[3], arguments[4]);
  } else {
    fputs("usage: limit seed PORT FILE CERTIFICATE KEY | limit leech PORT HASHES DESTINATION\n", stderr);
    return 2;
  }
  return 0;
}
