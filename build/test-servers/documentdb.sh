#!/usr/bin/env bash
# A server that speaks MongoDB's protocol, for tests that kill it: documentdb.sh run PORT POSTGRESPORT DIRECTORY runs
# PostgreSQL with DocumentDB, which keeps its files there, and a front before it, until it gets SIGTERM.
# It installs nothing. Debian's postgresql-18-documentdb has to be in $DOCUMENTDB_HOME/root, by default below
# ~/.cache/documentdb, and a front that speaks the protocol, in Java, in $DOCUMENTDB_HOME/front/target.
# documentdb.sh installed says by its status whether they are. Needs root.
set -euo pipefail

command=${1:-}
home=${DOCUMENTDB_HOME:-$HOME/.cache/documentdb}
root=$home/root
front=$home/front/target

installed() {
  [ "$(id -u)" = 0 ] && [ -e "$root/.ready" ] && [ -e "$front/lib" ]
}

# Becomes a command of the user postgres in there, who sees the directory as /mnt. The mounts are made in a namespace of
# their own.
enter() {
  exec unshare -m bash -c 'root=$1; files=$2; shift 2
    mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc" && mount --bind "$files" "$root/mnt" \
    && exec chroot "$root" setpriv --reuid=postgres --regid=postgres --init-groups \
    env -i PATH=/usr/lib/postgresql/18/bin:/usr/bin:/bin LC_ALL=C.UTF-8 "$@"' enter "$root" "$files" "$@"
}

psql() {
  (enter psql -q -h /mnt -p "$postgres_port" -U postgres "$@") >/dev/null 2>&1
}

run() {
  mkdir -p "$files"
  if [ ! -e "$files/data/PG_VERSION" ]; then
    chown "$(stat -c %u:%g "$root/var/lib/postgresql")" "$files"
    (enter initdb -D /mnt/data -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8)
    cat >>"$files/data/postgresql.conf" <<CONF
port=$postgres_port
listen_addresses='127.0.0.1'
unix_socket_directories='/mnt'
shared_preload_libraries='pg_cron,pg_documentdb_core,pg_documentdb'
cron.database_name='postgres'
jit=off
CONF
  fi
  enter postgres -D /mnt/data &
  local postgres=$! front_pid=''
  # The front first, or it would tell its clients of a server in trouble, where they should see none at all.
  trap '[ -z "$front_pid" ] || kill "$front_pid"; kill -INT "$postgres"; wait; exit 0' TERM
  until psql postgres -c 'create extension if not exists documentdb cascade'; do
    kill -0 "$postgres" || exit 1
    sleep 0.05
  done
  java -Xmx256m -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp "$front/classes:$front/lib/*" DocDbProxy "$port" \
    "jdbc:postgresql://127.0.0.1:$postgres_port/postgres?user=postgres" &
  front_pid=$!
  wait
}

case $command in
  installed) installed ;;
  run)
    installed || { echo 'documentdb.sh: DocumentDB is not installed, or you are not root' >&2; exit 1; }
    port=$2 postgres_port=$3 files=$4
    run
    ;;
  *)
    echo "documentdb.sh: unknown command $command; use run PORT POSTGRESPORT DIRECTORY or installed" >&2
    exit 1
    ;;
esac
