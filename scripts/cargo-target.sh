# shellcheck shell=bash
# Where cargo builds: target/ as usual, or a directory of this account's own
# where the checkout belongs to somebody else. Sets and exports CARGO_TARGET_DIR.

command -v cargo >/dev/null || { echo "Rust is missing: https://rustup.rs tells how to install it." >&2; exit 1; }
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
if ! mkdir -p "$CARGO_TARGET_DIR" 2>/dev/null || [[ ! -w $CARGO_TARGET_DIR ]]; then
    CARGO_TARGET_DIR=${XDG_CACHE_HOME:-$HOME/.cache}/haat-$(printf '%s' "$PWD" | sha256sum | cut -c1-12)
    echo "Note: target/ is not writable for this account; building in $CARGO_TARGET_DIR" >&2
fi
export CARGO_TARGET_DIR
