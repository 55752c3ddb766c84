# What the scripts share. Sourced, never run.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PYTHONPATH="$PWD/src"
PIP="python -m pip --disable-pip-version-check -qq"

say() { printf '%s\n' "$@"; }
loudly() { printf '\n!! %s\n\n' "$*" >&2; }
fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

# One number for what the given files say; files that do not exist count as empty.
digest() { cat -- "$@" 2>/dev/null | cksum | tr ' ' '-'; }

is_root() { [ "$(id -u)" -eq 0 ]; }
may_install() { is_root && command -v apt-get >/dev/null; }

# Install Debian's packages; the index is fetched at most once a run.
bring() {
  may_install || return 1
  say "Installing $* from Debian's packages …"
  if [ -z "${INDEX_IS_FRESH:-}" ]; then
    DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    INDEX_IS_FRESH=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
    </dev/null >/dev/null 2>&1
}
