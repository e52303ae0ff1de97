# Installs what the scripts need, into a cache outside the checkout or by apt when root. Sourced, not run.

cache="${XDG_CACHE_HOME:-$HOME/.cache}/conoceles"
tools="$cache/tools"
export PATH="$tools/bin:$cache/node/node_modules/.bin:$PATH" NODE_PATH="$cache/node/node_modules"

say() { printf '\n==> %s\n' "$*"; }
fail() { printf '\nFALTA: %s\n' "$*" >&2; exit 1; }

need() { command -v "$1" >/dev/null 2>&1 || fail "$1. $2"; }

# need_package COMMAND-OR-FILE PACKAGE...
need_package() {
    local what=$1
    shift
    if command -v "$what" >/dev/null 2>&1 || [ -e "$what" ]; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Instalando $*"
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@" >/dev/null
    else
        fail "$what. Instale estos paquetes y repita: $*"
    fi
}

# install_crate NAME VERSION [cargo install options]: built lightly, for a tool runs for seconds.
install_crate() {
    local name=$1 version=$2
    shift 2
    if "$tools/bin/$name" --version 2>/dev/null | grep -qF " $version"; then return; fi
    say "Construyendo $name $version (una sola vez, algunos minutos)"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install "${CRATE:-$name}@$version" --root "$tools" --force "$@"
}

need_browser() { need_package chromium-headless-shell chromium-headless-shell; need_package sqlite3 sqlite3; }

need_postgres() {
    need_package pg_virtualenv postgresql postgresql-common
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        fail "el servidor de PostgreSQL. Instale el paquete postgresql y repita"
}

# Runs a command with a PostgreSQL server of its own. Its cluster is kept in a temporary folder even for root, so that other
# checkouts may have theirs at the same time.
with_postgres() {
    # shellcheck disable=SC2016
    pg_virtualenv -t bash -c '
        export CONOCELES_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT"
        exec "$@"' with_postgres "$@"
}

locked_version() { sed -n "/^name = \"$1\"/{n;s/version = \"\(.*\)\"/\1/p;q}" Cargo.lock; }

# What building the program and both sites needs.
build_tools() {
    need cargo "Instale Rust con rustup: https://rustup.rs"
    need node "Instale Node.js 20 o posterior"
    need npm "Instale Node.js 20 o posterior"
    need_package cc build-essential
    need_package /usr/include/postgresql/libpq-fe.h libpq-dev
    if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -I{} test -d {}; then
        say "Agregando el destino wasm32-unknown-unknown"
        need rustup "Hace falta para agregar el destino wasm32-unknown-unknown"
        rustup target add wasm32-unknown-unknown
    fi
    install_crate trunk 0.21.14 --locked
    CRATE=wasm-bindgen-cli install_crate wasm-bindgen "$(locked_version wasm-bindgen)"
    node_tools
}

# wasm-opt, playwright-core, axe-core and what makes a client from the contract, as the lock file says.
node_tools() {
    local stamp="$cache/node/stamp"
    if cmp -s tests/browser/package-lock.json "$stamp"; then return; fi
    say "Instalando herramientas de Node"
    mkdir -p "$cache/node"
    cp tests/browser/package.json tests/browser/package-lock.json "$cache/node/"
    npm ci --prefix "$cache/node" --ignore-scripts --no-audit --no-fund
    cp tests/browser/package-lock.json "$stamp"
}
