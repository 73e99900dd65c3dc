# shellcheck shell=bash
# Which Debian or Ubuntu packages are missing, and installing them without
# starting any system-wide server.

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

installed() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

# The newest PostgreSQL release this machine has; else the one apt would give;
# else the one the distribution shipped (apt knows nothing before `update`).
postgres_release_to_install() {
    local release
    release=$(find /usr/lib/postgresql -path '*/bin/postgres' 2>/dev/null | sed 's|/bin/postgres||; s|.*/||' | sort -n | tail -n 1)
    [[ -n $release ]] || release=$(apt-cache show postgresql 2>/dev/null | sed -n 's/^Depends:.*postgresql-\([0-9]\+\).*/\1/p' | sort -n | tail -n 1)
    [[ -n $release ]] || release=$(postgres_release_of_distribution)
    printf '%s' "$release"
}

postgres_release_of_distribution() {
    case $(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release) in
        bullseye) printf 13 ;;
        jammy) printf 14 ;;
        trixie) printf 17 ;;
        noble) printf 16 ;;
        *) printf 15 ;;
    esac
}

has() { command -v "$1" >/dev/null; }

packages_for_running() {
    has cc || printf '%s\n' gcc libc6-dev
    postgres_newest >/dev/null || printf 'postgresql-%s-postgis-3\n' "$(postgres_release_to_install)"
    has redis-server || printf '%s\n' redis-server
}

packages_for_testing() {
    [[ -n ${CHROMIUM:-} ]] || has chromium || has google-chrome || printf '%s\n' chromium
    has node || printf '%s\n' nodejs
    has npm || printf '%s\n' npm
    installed fonts-beng || printf '%s\n' fonts-beng
    has valgrind || printf '%s\n' valgrind
}

may_install() { is_root || sudo -n true 2>/dev/null; }

privileged() { if is_root; then "$@"; else sudo -n "$@"; fi; }

packages_install() {
    local missing
    missing=$(packages_for_running)
    if [[ ${1:-} == --test || $profile == test ]]; then missing+=$'\n'$(packages_for_testing); fi
    mapfile -t missing < <(grep . <<<"$missing" || true)
    ((${#missing[@]})) || return 0
    on_debian || die "this is neither Debian nor Ubuntu; please install: ${missing[*]} (or what they are called here)"
    may_install || refuse_install "${missing[@]}"
    say "Installing with apt: ${missing[*]}"
    apt_install "${missing[@]}"
}

refuse_install() {
    say "These packages are missing, and this account may not install them:"
    say "    $*"
    say "Ask an administrator to run:"
    say "    apt-get install --no-install-recommends $*"
    say "No system-wide server is needed from them; it can stay switched off."
    exit 1
}

apt_install() {
    local redis_is_new=''
    installed redis-server || redis_is_new=yes
    trap let_servers_start EXIT
    keep_servers_stopped
    privileged apt-get update -q -o DPkg::Lock::Timeout=120 >&2
    privileged env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null >&2
    [[ -z $redis_is_new ]] || keep_redis_off
    let_servers_start
    trap - EXIT
}

no_cluster=/etc/postgresql-common/createcluster.d/haat-install.conf
no_start=/usr/sbin/policy-rc.d

# Freshly installed, Debian's packages create and start servers on fixed ports.
keep_servers_stopped() {
    privileged mkdir -p "$(dirname "$no_cluster")"
    printf 'create_main_cluster = false\n' | privileged tee "$no_cluster" >/dev/null
    [[ ! -e $no_start ]] || return 0
    printf '#!/bin/sh\n# haat-install\nexit 101\n' | privileged tee "$no_start" >/dev/null
    privileged chmod 755 "$no_start"
}

let_servers_start() {
    privileged rm -f "$no_cluster"
    if grep -qs '^# haat-install$' "$no_start"; then privileged rm -f "$no_start"; fi
}

# Not at the next boot either.
keep_redis_off() {
    privileged deb-systemd-helper disable redis-server.service >/dev/null 2>&1 || true
    privileged update-rc.d redis-server disable >/dev/null 2>&1 || true
}

require_programs() {
    [[ -n $pg_bin ]] && has redis-server && has redis-cli && return
    die "PostgreSQL with PostGIS or Redis is missing; install them with: scripts/services install"
}
