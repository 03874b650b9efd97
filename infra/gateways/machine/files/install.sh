#!/bin/sh
# Installs what the machine runs, each only if its SHA-256 is the expected one, and starts it.
# Tries again until it has worked: the machine may be there before its public address is.
set -u
home=/opt/scf-chat
units=/etc/systemd/system
archive=/tmp/scf-chat-archive

# download <SHA-256> <URL>...: the archive, from the first that has the right one
download() {
  sha256=$1
  shift
  for url; do
    curl -fsSL --connect-timeout 10 --max-time 300 -o "$archive" "$url" &&
      echo "$sha256  $archive" | sha256sum -c --status && return
    echo "not what is expected: $url"
  done
  return 1
}

get_node() {
  [ -x "$home/node/bin/node" ] && return
  download @NODE_SHA256@ @NODE_URLS@ &&
    mkdir -p "$home/node" &&
    tar -xJf "$archive" -C "$home/node" --strip-components=1 --no-same-owner &&
    rm "$archive"
}

get_gateway() {
  "$home/node/bin/node" "$home/fetch-bundle.mjs" /etc/scf-chat/bundle.json "$home/gateway.mjs"
}

# Caddy comes as a package of Python, since mirrors have those. Python is there: cloud-init is in it.
get_caddy() {
  [ ! -e "$units/scf-chat-caddy.service" ] || [ -x "$home/caddy" ] && return
  download @CADDY_SHA256@ @CADDY_URLS@ &&
    python3 -m zipfile -e "$archive" /tmp/scf-chat-caddy &&
    install -m 0755 /tmp/scf-chat-caddy/*/scripts/caddy "$home/caddy" &&
    rm -r "$archive" /tmp/scf-chat-caddy
}

until get_node && get_gateway && get_caddy; do
  echo 'not installed yet, trying again in 5 seconds'
  sleep 5
done
systemctl restart systemd-journald
systemctl daemon-reload
cd "$units" && systemctl enable --now scf-chat-*.service
