#!/usr/bin/env bash
# A MySQL server for tests, on loopback: mysql.sh start [PORT] prints its JDBC URL, mysql.sh stop [PORT] ends it.
# mysql.sh run PORT DIRECTORY [OPTION...] becomes a server that keeps its files there, for tests that kill it; it installs
# nothing, and mysql.sh installed says by its status whether it can do so.
# Maven Central has no MySQL, so it comes from Debian's unstable suite into a directory of its own, which a second start
# finds again. Needs root, a Debian with debootstrap, and at the first start the mirror that apt uses.
set -euo pipefail

command=${1:-start}
port=${2:-23306}
home=${STRAVAAI_TEST_SERVERS:-$HOME/.cache/stravaai}/mysql
root=$home/root
# Where the files are as the server sees them, and as everybody else does.
data=/var/lib/stravaai-mysql-$port
files=${3:-$root$data}
[ "$files" = "$root$data" ] || data=/mnt
pidfile=$files/mysqld.pid

fail() {
  echo "mysql.sh: $*" >&2
  exit 1
}

pid() {
  local pid
  pid=$(cat "$pidfile" 2>/dev/null) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && printf '%s' "$pid"
}

# Becomes a command in there. The mounts are made in a namespace of their own, so none is left behind that a careless rm
# would follow.
enter() {
  exec unshare -m bash -c 'root=$1; files=$2; data=$3; shift 3
    mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc" \
    && if [ "$files" != "$root$data" ]; then mount --bind "$files" "$root$data"; fi \
    && exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"' \
    enter "$root" "$files" "$data" "$@"
}

inside() {
  (enter "$@")
}

mirror() {
  grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null \
    | grep -v snapshot | tr -d ' ' | head -1 || true
}

install() {
  command -v debootstrap >/dev/null || fail 'debootstrap is missing: apt-get install debootstrap'
  rm -rf --one-file-system "$root"
  local from
  from=$(mirror)
  debootstrap --variant=minbase --include=ca-certificates sid "$root" ${from:+"$from"} >"$home/install.log" 2>&1 \
    || fail "debootstrap failed, see $home/install.log"
  # Nothing that is installed in there may start a service.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  local file
  for file in /etc/apt/apt.conf.d/*proxy*; do
    [ ! -e "$file" ] || cp "$file" "$root/etc/apt/apt.conf.d/"
  done
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  inside apt-get install -y --no-install-recommends mysql-server-core >>"$home/install.log" 2>&1 \
    || fail "mysql-server-core cannot be installed, see $home/install.log"
  inside bash -c 'id mysql || useradd --system --no-create-home mysql' >>"$home/install.log" 2>&1
  touch "$root/.complete"
}

installed() {
  [ "$(id -u)" = 0 ] && [ -e "$root/.complete" ]
}

# Root may only come by a socket, and names are not looked up, so the tests get a user of their own.
initialize() {
  inside bash -c "mkdir -p '$data' && chown mysql '$data' && chmod 700 '$data' \
    && mysqld --no-defaults --initialize-insecure --user=mysql --datadir='$data/files' $*" \
    || fail 'mysqld cannot make its data directory'
  cat >"$files/users.sql" <<SQL
CREATE USER IF NOT EXISTS stravaai@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL ON *.* TO stravaai@'127.0.0.1' WITH GRANT OPTION;
SQL
}

# Becomes the server.
serve() {
  [ -e "$files/users.sql" ] || initialize "$@"
  # A row may have 32 MiB, and the packet holds the statement around it as well.
  enter mysqld --no-defaults --user=mysql --datadir="$data/files" --pid-file="$data/mysqld.pid" \
    --socket="$data/mysqld.sock" --port="$port" --bind-address=127.0.0.1 --skip-name-resolve --mysqlx=OFF \
    --init-file="$data/users.sql" --secure-file-priv=NULL --skip-log-bin --max-connections=300 \
    --max-allowed-packet=256M --innodb-buffer-pool-size=512M --innodb-redo-log-capacity=1G "$@"
}

start() {
  [ "$(id -u)" = 0 ] || fail 'only root can do this; name a server of your own in STRAVAAI_TEST_MYSQL_URL'
  mkdir -p "$home"
  [ -e "$root/.complete" ] || install
  if ! pid >/dev/null; then
    rm -f "$pidfile"
    # Nobody takes its power away, and the tests of the stores need not wait for the disk.
    serve --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=OFF </dev/null >"$home/start.log" 2>&1 &
    disown
    local tries=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && pid >/dev/null; do
      tries=$((tries + 1))
      [ "$tries" -lt 300 ] || fail "mysqld does not answer on port $port, see $home/start.log"
      sleep 0.2
    done
  fi
  echo "jdbc:mysql://127.0.0.1:$port/?user=stravaai&sslMode=DISABLED&allowPublicKeyRetrieval=true"
}

stop() {
  local running
  if running=$(pid); then
    kill "$running"
    while kill -0 "$running" 2>/dev/null; do
      sleep 0.2
    done
  fi
}

case $command in
  start) start ;;
  stop) stop ;;
  installed) installed ;;
  run)
    installed || fail 'MySQL is not installed, or you are not root'
    mkdir -p "$files"
    serve "${@:4}"
    ;;
  *) fail "unknown command $command; use start [PORT], stop [PORT], run PORT DIRECTORY or installed" ;;
esac
