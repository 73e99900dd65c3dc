# shellcheck shell=bash
# Where the data live, which account runs the services, and how they are asked.
#
# Sets: home (data), run_dir (sockets), owner (account of both services).

# A terminal that was closed must not keep anything from being stopped.
say() { printf '%s\n' "$*" >&2 || true; }
say_out() { printf '%s\n' "$*"; }
die() { say "services: $*"; exit 1; }

is_root() { [[ $(id -u) == 0 ]]; }

confirm() {
    local answer
    [[ -t 0 ]] || die "this deletes data; say so with --yes"
    read -r -p "$1 [y/N] " answer
    [[ $answer == [yY]* ]] || die "nothing was deleted"
}

# Runs a command as the account that owns the services, from a directory
# every account can enter.
as_owner() {
    if is_root; then
        (cd / && runuser -u "$owner" -- "$@")
    else
        (cd / && "$@")
    fi
}

short_hash() { printf '%s' "$1" | sha256sum | cut -c1-12; }

nearest_existing() {
    local path=$1
    while [[ ! -e $path ]]; do path=$(dirname "$path"); done
    printf '%s' "$path"
}

wished_home() {
    local wish=$repo/.dev
    if [[ $profile == test ]]; then
        wish=$repo/.test
    elif [[ -n ${HAAT_DEV:-} ]]; then
        wish=$HAAT_DEV
    fi
    realpath -m -- "$wish"
}

# Root keeps the account that created the data; a new directory gets postgres.
owner_of() {
    local name=''
    if is_root; then
        [[ ! -d $1/postgres ]] || name=$(stat -c %U "$1/postgres")
        [[ -n $name && $name != root && $name != UNKNOWN ]] || name=postgres
    else
        name=$(id -un 2>/dev/null || id -u)
    fi
    printf '%s' "$name"
}

usable_by_owner() {
    local nearest
    nearest=$(nearest_existing "$1")
    if is_root; then
        ! id "$owner" >/dev/null 2>&1 || as_owner test -x "$nearest"
    elif [[ -d $1/postgres ]]; then
        [[ -O $1/postgres && -w $1 ]]
    else
        [[ -w $nearest ]]
    fi
}

fallback_home() {
    if is_root; then
        printf '/var/lib/haat-%s' "$(short_hash "$1")"
    else
        printf '%s/haat-%s' "${XDG_DATA_HOME:-$HOME/.local/share}" "$(short_hash "$1")"
    fi
}

settle_home() {
    local wish
    wish=$(wished_home)
    owner=$(owner_of "$wish")
    home=$wish
    if ! usable_by_owner "$wish"; then
        home=$(realpath -m -- "$(fallback_home "$wish")")
        owner=$(owner_of "$home")
    fi
    run_dir=/tmp/haat-$(short_hash "$home")
    pg_data=$home/postgres
    redis_data=$home/redis
    postgres_choose_release
}

make_home() {
    local part
    [[ $home == "$(wished_home)" ]] || say "Note: the account '$owner' cannot use $(wished_home); the data live in $home instead."
    mkdir -p "$home/index"
    for part in redis log; do
        [[ -d $home/$part ]] || mkdir -m 700 "$home/$part"
    done
    [[ -d $run_dir && ! -L $run_dir ]] || mkdir -m 700 "$run_dir"
    if is_root; then
        chown "$owner:" "$home/redis" "$home/log" "$run_dir"
    fi
    chmod 700 "$run_dir" 2>/dev/null || die "$run_dir belongs to somebody else; remove it or set HAAT_DEV to another directory"
}

# One start or stop at a time. The daemons must not inherit descriptor 9, or
# they would hold the lock for as long as they live.
take_lock() {
    mkdir -p "$home"
    exec 9>>"$home/lock"
    flock -w 120 9 || die "another start or stop has been at work in $home for two minutes"
}

# process_in PID DIRECTORY PROGRAM: is PID that program, working in that
# directory? Compares the directory itself, so a reused process id or a moved
# checkout deceives nobody.
process_in() {
    local pid=$1 directory=$2 program=$3
    [[ $pid =~ ^[0-9]+$ && -d /proc/$pid ]] || return 1
    [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) == *"$program"* ]] || return 1
    [[ /proc/$pid/cwd -ef $directory || $(readlink "/proc/$pid/cwd") == "$directory (deleted)" ]]
}

# A process that nobody has reaped yet has an empty command line.
is_gone() { [[ -z $(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline") ]]; } 2>/dev/null

# wait_gone PID SECONDS
wait_gone() {
    local tenths=$(($2 * 10))
    while ! is_gone "$1" && ((tenths-- > 0)); do sleep 0.1; done
    is_gone "$1"
}
