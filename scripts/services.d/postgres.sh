# shellcheck shell=bash
# The private PostgreSQL: created once, started and stopped through pg_ctl.
#
# Sets: pg_bin (programs of the release in use).

has_postgis() { [[ -x /usr/lib/postgresql/$1/bin/postgres && -f /usr/share/postgresql/$1/extension/postgis.control ]]; }

postgres_newest() {
    local release
    while read -r release; do
        if has_postgis "$release"; then
            printf '%s' "$release"
            return
        fi
    done < <(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -rn)
    return 1
}

# Data stay with the release that made them.
postgres_choose_release() {
    local release='' made_by=''
    [[ ! -r $pg_data/PG_VERSION ]] || made_by=$(<"$pg_data/PG_VERSION")
    release=${made_by:-$(postgres_newest || true)}
    pg_bin=''
    if [[ -n $release ]] && has_postgis "$release"; then
        pg_bin=/usr/lib/postgresql/$release/bin
    elif [[ -n $made_by ]]; then
        die "the data in $pg_data were made by PostgreSQL $made_by; install postgresql-$made_by-postgis-3, or see docs/operations.md, Upgrading"
    fi
}

# The running server's process id, from its data directory or, when that was
# deleted beneath it, from its socket.
postgres_pid() {
    local file pid
    for file in "$pg_data/postmaster.pid" "$run_dir/.s.PGSQL.5432.lock"; do
        pid=$(head -n 1 "$file" 2>/dev/null) || continue
        if process_in "$pid" "$pg_data" postgres; then
            printf '%s' "$pid"
            return
        fi
    done
    return 1
}

postgres_answers() {
    [[ -n $pg_bin && -d $pg_data ]] && postgres_pid >/dev/null && "$pg_bin/pg_isready" -q -t 5 -h "$run_dir"
}

postgres_up() {
    if postgres_answers; then
        say "PostgreSQL is already running."
    else
        postgres_halt
        as_owner rm -f "$pg_data/postmaster.pid" "$run_dir/.s.PGSQL.5432" "$run_dir/.s.PGSQL.5432.lock"
        [[ -f $pg_data/PG_VERSION ]] || postgres_create
        postgres_configure
        postgres_start
    fi
    postgres_prepare
}

# Built aside and moved into place, so that an interrupted run leaves nothing half made.
postgres_create() {
    say "Creating the PostgreSQL data in $pg_data"
    rm -rf "$pg_data" "$pg_data.new"
    mkdir -m 700 "$pg_data.new"
    if is_root; then chown "$owner:" "$pg_data.new"; fi
    as_owner "$pg_bin/initdb" -D "$pg_data.new" -U postgres --auth-local=trust --auth-host=reject \
        --encoding=UTF8 --locale=C.UTF-8 --no-instructions >/dev/null
    as_owner tee -a "$pg_data.new/postgresql.conf" >/dev/null <<<"include 'haat.conf'"
    mv "$pg_data.new" "$pg_data"
}

postgres_configure() {
    as_owner tee "$pg_data/haat.conf" >/dev/null <<CONF
# Written by scripts/services at every start.
listen_addresses = ''
unix_socket_directories = '$run_dir'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = 1s
$(postgres_durability)
CONF
}

postgres_durability() {
    if [[ $profile == test ]]; then
        printf '%s = off\n' fsync synchronous_commit full_page_writes
    else
        printf '%s = on\n' fsync synchronous_commit full_page_writes
    fi
}

# After a kill -9 of the parent alone, its children hold the shared memory for a moment.
postgres_start() {
    local try log=$home/log/postgres.log
    say "Starting PostgreSQL"
    for try in 1 2 3 4 5; do
        ! as_owner "$pg_bin/pg_ctl" -D "$pg_data" -l "$log" -w -t 120 start >/dev/null 2>&1 9>&- || return 0
        ! as_owner tail -n 5 "$log" 2>/dev/null | grep -q 'shared memory block' || sleep "$try"
    done
    as_owner tail -n 20 "$log" >&2 || true
    die "PostgreSQL did not start; the end of $log is above"
}

# The database is made last: where it exists, everything before it does too.
postgres_prepare() {
    local ask=("$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$run_dir" -U postgres)
    [[ -z $("${ask[@]}" -d template1 -Atc "select 1 from pg_database where datname = 'haat'") ]] || return 0
    "${ask[@]}" -d template1 -v profile="$profile" >/dev/null <<'SQL'
set client_min_messages = warning;
create extension if not exists postgis;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
select 'create role haat login' where not exists (select from pg_roles where rolname = 'haat') \gexec
select :'profile' = 'test' as testing, current_setting('server_version_num')::int >= 150000 as grants_settings \gset
\if :testing
  -- Tests make databases of their own and empty them without firing triggers.
  alter role haat createdb;
  \if :grants_settings
    grant set on parameter session_replication_role to haat;
  \endif
\endif
\connect postgres
create database haat owner haat;
SQL
}

postgres_down() {
    local pid
    if pid=$(postgres_pid); then
        say "Stopping PostgreSQL"
        postgres_halt
    fi
    rm -f "$run_dir/.s.PGSQL.5432" "$run_dir/.s.PGSQL.5432.lock"
}

# Asks politely, then firmly, then not at all. Every one of them loses nothing
# that was committed to a durable cluster.
postgres_halt() {
    local pid signal
    pid=$(postgres_pid) || return 0
    kill -CONT "$pid"
    for signal in INT QUIT KILL; do
        kill "-$signal" "$pid" 2>/dev/null || true
        ! wait_gone "$pid" 20 || return 0
    done
    die "PostgreSQL (process $pid) does not stop"
}

postgres_status() {
    local pid
    if ! postgres_answers; then
        say_out "postgres    down"
        return 1
    fi
    pid=$(postgres_pid)
    say_out "postgres    running, process $pid, socket directory $run_dir, $("$pg_bin/postgres" --version | sed 's/.*) //')"
}
