# shellcheck shell=bash
# The private Redis. It holds caches and counters only, never the truth.

redis_ask() { timeout 5 redis-cli -s "$run_dir/redis.sock" "$@" 2>/dev/null; }

# The running server's process id, from its data directory or, when that was
# deleted beneath it, from the server itself.
redis_pid() {
    local pid
    pid=$(head -n 1 "$redis_data/redis.pid" 2>/dev/null || redis_ask info server | sed -n 's/^process_id:\([0-9]*\).*/\1/p')
    process_in "$pid" "$redis_data" redis-server && printf '%s' "$pid"
}

# One whose directory was deleted answers too, but would never save again.
redis_answers() {
    local pid
    pid=$(redis_pid) && [[ /proc/$pid/cwd -ef $redis_data && $(redis_ask ping) == PONG ]]
}

redis_up() {
    if redis_answers; then
        say "Redis is already running."
        return
    fi
    redis_halt
    as_owner rm -f "$run_dir/redis.sock" "$redis_data/redis.pid"
    redis_configure
    say "Starting Redis"
    as_owner redis-server "$redis_data/redis.conf" >/dev/null 9>&-
    redis_wait
}

redis_configure() {
    local keep=no
    [[ $profile == test ]] || keep=yes
    as_owner tee "$redis_data/redis.conf" >/dev/null <<CONF
# Written by scripts/services at every start.
port 0
unixsocket "$run_dir/redis.sock"
unixsocketperm 700
daemonize yes
pidfile "$redis_data/redis.pid"
logfile "$home/log/redis.log"
dir "$redis_data"
save ""
appendonly $keep
maxmemory 256mb
maxmemory-policy volatile-lru
CONF
}

redis_wait() {
    local tenths=300
    while ((tenths-- > 0)); do
        ! redis_answers || return 0
        sleep 0.1
    done
    as_owner tail -n 20 "$home/log/redis.log" >&2 || true
    die "Redis did not start; the end of $home/log/redis.log is above"
}

redis_down() {
    if redis_pid >/dev/null; then
        say "Stopping Redis"
        redis_halt
    fi
    rm -f "$run_dir/redis.sock" "$redis_data/redis.pid"
}

redis_halt() {
    local pid signal
    pid=$(redis_pid) || return 0
    kill -CONT "$pid"
    for signal in TERM KILL; do
        kill "-$signal" "$pid" 2>/dev/null || true
        ! wait_gone "$pid" 10 || return 0
    done
    die "Redis (process $pid) does not stop"
}

redis_status() {
    if ! redis_answers; then
        say_out "redis       down"
        return 1
    fi
    say_out "redis       running, process $(redis_pid), socket $run_dir/redis.sock, $(redis-server --version | sed 's/.*v=\([^ ]*\).*/\1/')"
}
