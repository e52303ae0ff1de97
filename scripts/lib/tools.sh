# What the scripts need, installed into a cache outside the checkout, or by apt when root. Sourced, not run; also by somebody
# at a shell, who builds again and again: `bash --rcfile scripts/lib/tools.sh`.

# What fails inside $(…) ends the script too.
shopt -s inherit_errexit

cache="${XDG_CACHE_HOME:-$HOME/.cache}/conoceles"
# What is installed stands under what it was installed from: another checkout may want something else.
python="$cache/python/$(sha256sum <scripts/requirements.txt | cut -c 1-16)" node="$cache/node/$(sha256sum <scripts/package-lock.json | cut -c 1-16)"
leptosfmt="$cache/leptosfmt/0.1.33"
export PATH="$python/bin:$leptosfmt/bin:$node/node_modules/.bin:$PATH" NODE_PATH="$node/node_modules"

# One target folder for all checkouts: a clean clone compiles only what is this project's. That is kept apart for each
# checkout, by a compiler that is called from another place: cargo sees only by its age whether something is stale, and what one
# checkout compiled is younger than what was changed before in another.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
export RUSTC_WORKSPACE_WRAPPER="$PWD/scripts/lib/rustc"
# Nobody builds by these scripts often enough for what that costs.
[[ $- == *i* ]] || export CARGO_INCREMENTAL=0

# at_end COMMAND: done when the script ends, however it ends; the last one first. Whoever ends badly says what to do.
# Within another script nothing is said twice.
ending='' told=${CONOCELES_WITHIN:-}
export CONOCELES_WITHIN=yes
at_end() { ending="$1; $ending"; }
end_script() {
    local status=$?
    eval "$ending"
    if [ "$status" != 0 ] && [ -z "$told" ]; then
        printf '\nNo terminó: arriba está la causa. Corríjala y repita el mismo comando, que sigue donde quedó.\n' >&2
        [ "$(free_space)" -gt 0 ] || printf 'Queda menos de 1 GB libre en %s: libere espacio.\n' "$CARGO_TARGET_DIR" >&2
    fi
    exit "$status"
}
[[ $- == *i* ]] || trap end_script EXIT

say() { printf '\n==> %s\n' "$*"; }
fail() { told=yes; printf '\nFALTA: %s\n' "$*" >&2; exit 1; }

# need COMMAND WHAT-TO-DO
need() { command -v "$1" >/dev/null 2>&1 || fail "$1. $2"; }

# need_packages COMMAND-OR-FILE=PACKAGE...: Debian's packages of the commands and files that are missing, all at once.
need_packages() {
    local one missing=() packages=()
    for one in "$@"; do
        if command -v "${one%%=*}" >/dev/null 2>&1 || [ -e "${one%%=*}" ]; then continue; fi
        missing+=("${one%%=*}") packages+=("${one#*=}")
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        fail "${missing[*]}. Instale los paquetes y repita: sudo apt-get install ${packages[*]}"
    fi
    say "Instalando paquetes de Debian: ${packages[*]}"
    apt-get update -q -o DPkg::Lock::Timeout=600 >/dev/null &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" -o DPkg::Lock::Timeout=600 >/dev/null ||
        fail "${missing[*]}: apt-get no terminó. Revise la red y el espacio en disco, y repita; o a mano: apt-get install ${packages[*]}"
    hash -r
}

# download WHAT COMMAND...: what comes over the network, with what to do when it does not.
download() {
    local what=$1
    shift
    say "Descargando $what"
    "$@" || fail "$what: la descarga no terminó. Revise la red y el espacio en disco, y repita el mismo comando: sigue donde quedó"
}

# need_space GIGABYTES: in the cache, which is where everything is built.
need_space() {
    mkdir -p "$cache" "$CARGO_TARGET_DIR"
    [ "$(free_space)" -ge "$1" ] || fail "espacio en disco: hay $(free_space) GB libres en $CARGO_TARGET_DIR y hacen falta $1. Libere espacio, o ponga CARGO_TARGET_DIR en otro disco"
}
free_space() { df -Pk "$CARGO_TARGET_DIR" 2>/dev/null | awk 'NR == 2 { print int($4 / 1048576) }'; }

# The packages, as COMMAND-OR-FILE=PACKAGE, of what compiling takes and of what the tests take besides.
for_building=(cc=gcc make=make pkg-config=pkg-config /usr/include/stdio.h=libc6-dev
    /usr/include/postgresql/libpq-fe.h=libpq-dev)
for_postgres=(pg_virtualenv=postgresql-common psql=postgresql-client /usr/lib/postgresql=postgresql)
for_browser=("${CONOCELES_CHROMIUM:-chromium-headless-shell}=chromium-headless-shell" sqlite3=sqlite3 /usr/share/fonts/truetype/dejavu=fonts-dejavu-core)
# Debian's own Python makes no environment without a package more.
for_python=(python3=python3 "$(python3 -c 'import ensurepip' 2>/dev/null && echo python3 || echo ensurepip)=python3-venv")

# Rust as rust-toolchain.toml says, and every crate that Cargo.lock names for every target. Nothing is asked of the network
# after that: what was not fetched fails here too.
need_rust() {
    need cargo "Instale Rust con rustup (https://rustup.rs) y repita"
    need_packages "${for_building[@]}"
    case "$(rustc --version)" in
        "rustc $(toolchain) "*) ;;
        *) fail "Rust $(toolchain). Instálelo con rustup (https://rustup.rs) y repita: rustup toolchain install $(toolchain)" ;;
    esac
    if [ ! -d "$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)" ]; then
        need rustup "Sin rustup no se puede agregar el destino wasm32-unknown-unknown. Instálelo (https://rustup.rs) y repita"
        download "el destino wasm32-unknown-unknown de Rust" rustup target add --toolchain "$(toolchain)" wasm32-unknown-unknown
    fi
    export CARGO_NET_OFFLINE=false
    download "las bibliotecas de Cargo.lock" cargo fetch --locked --quiet
    export CARGO_NET_OFFLINE=true
}

toolchain() { sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml; }

# Tools that come built in Python's packages, by the versions and digests of scripts/requirements.txt.
need_python() {
    need_packages "${for_python[@]}"
    install_python() {
        python3 -m venv "$1" || fail "un entorno de Python. Instale el paquete y repita: sudo apt-get install python3-venv"
        download "herramientas de Python" "$1/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r scripts/requirements.txt
    }
    kept python "${python##*/}" install_python >/dev/null
}

# What the product is made of, by deny.toml: licences, sources, what is kept out; and, where their database can be had, that
# nobody warned of a hole in any of it.
check_dependencies() {
    cargo deny --offline --locked check licenses sources bans
    if timeout 20 cargo deny fetch db >/dev/null 2>&1; then
        cargo deny --offline --locked check advisories
    else
        say "Avisos de seguridad: SIN REVISAR, porque su base (rustsec/advisory-db) no se pudo descargar. Con red: cargo deny check advisories"
    fi
}

# What formats the views of the frontend, of which no package comes built. Not optimised: it takes a second either way.
need_leptosfmt() {
    install_leptosfmt() {
        CARGO_NET_OFFLINE=false CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_TARGET_DIR="$1/target" download leptosfmt \
            cargo install --quiet --locked --root "$1" "leptosfmt@${leptosfmt##*/}"
        rm -rf "$1/target"
    }
    kept leptosfmt "${leptosfmt##*/}" install_leptosfmt >/dev/null
}

# What the sites, the journeys and the spelling take of Node's packages, as scripts/package-lock.json says.
need_node() {
    need node "Instale Node.js 20 o posterior (https://nodejs.org) y repita"
    need npm "Instale npm, que viene con Node.js (https://nodejs.org), y repita"
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
        fail "Node.js 20 o posterior: éste es $(node --version). Instálelo (https://nodejs.org) y repita"
    install_node() {
        cp scripts/package.json scripts/package-lock.json "$1/"
        download "herramientas de Node" npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error
    }
    kept node "${node##*/}" install_node >/dev/null
}

need_browser() { need_packages "${for_browser[@]}"; }
need_postgres() { need_packages "${for_postgres[@]}"; }

# Runs a command with a PostgreSQL server of its own. Its cluster is kept in a temporary folder even for root, so that other
# checkouts may have theirs at the same time; what it holds need not outlive a power cut.
with_postgres() {
    # shellcheck disable=SC2016
    pg_virtualenv -t -o fsync=off -o synchronous_commit=off -o full_page_writes=off bash -c '
        export CONOCELES_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT"
        exec "$@"' with_postgres "$@"
}

# The frontend as the server has it; its programs for browsers are apart.
everything=(--locked --workspace --features conoceles-frontend/ssr)

# with_clippy CARGO...: compiles this project's crates with Clippy in the compiler's place, warnings denied, so that what is
# checked is what runs and nothing is compiled twice. Others' crates are compiled as ever.
with_clippy() {
    local -x RUSTC_WORKSPACE_WRAPPER="$PWD/scripts/lib/clippy" CLIPPY_ARGS='-Dwarnings__CLIPPY_HACKERY__'
    "$@"
}

# for_browsers FEATURE CARGO-OPTIONS...: compiles the frontend for browsers.
for_browsers() {
    local feature=$1
    shift
    # Islands take over what the server wrote: both are built of the same views, without what .cargo/config.toml says.
    [ "$feature" != hydrate ] || local -x RUSTFLAGS=''
    cargo build --locked --profile wasm --target wasm32-unknown-unknown -p conoceles-frontend --features "$feature" "$@"
}

# The program that makes sites of what cargo compiled; apart, so that nobody who builds something else is waited for.
site_builder() {
    build_it() { cargo build --locked -p conoceles-build-site && cp "$CARGO_TARGET_DIR/debug/build-site" "$1/"; }
    local folder
    folder=$(kept builders "$(digest tools/build-site Cargo.lock Cargo.toml rust-toolchain.toml)" build_it)
    printf '%s/build-site' "$folder"
}

# demo_of PROGRAM: the folder of the demo election that a program makes, with its database and what it says of its accounts.
# Its terms begin on the day that it is made.
demo_of() {
    make_demo() {
        CONOCELES_DATA_DIR="$1" CONOCELES_DATABASE_URL="sqlite:$1/conoceles.sqlite" "$program" seed | tee "$1/demo-accounts.txt"
    }
    local program=$1 settings
    settings=$({ env | grep -E '^CONOCELES_(ELECTION|MODE|MASTER_KEY_FILE|TOKEN_KEY_FILE)=' || true; } | sha256sum | cut -c 1-8)
    kept demos "$(date +%F)-$(digest "$program" config demo)-$settings" make_demo
}

# digest FILE-OR-FOLDER...: changes with any file in them, with the compiler and with wasm-opt; of a file that comes first its
# place does not count.
digest() {
    {
        if [ -f "$1" ]; then sha256sum <"$1" && shift; fi
        find "$@" -type f -print0 | sort -z | xargs -0 sha256sum
        rustc --version
        cat scripts/package-lock.json scripts/lib/tools.sh
        env | grep -E '^(RUSTFLAGS|CARGO_PROFILE_.*)=' || true
    } | sha256sum | cut -c 1-16
}

# take_turn NAME: one at a time on this machine, for what they write is in one place. Held until leave_turn or the end.
take_turn() {
    # Whoever called this script may have it.
    [ -z "${CONOCELES_TURN:-}" ] || return 0
    export CONOCELES_TURN=$1
    mkdir -p "$cache"
    exec 9>"$cache/$1.lock"
    flock -n 9 && return
    say "Otro comando de Conóceles construye en esta máquina; éste espera a que termine ($cache/$1.lock)"
    flock 9
}
leave_turn() { unset CONOCELES_TURN; exec 9>&-; }

# Keeps the target folder from growing for ever; never one that somebody else chose.
prune_target() {
    local limit=20000000
    [ "$CARGO_TARGET_DIR" = "$cache/target" ] && [ -d "$CARGO_TARGET_DIR" ] || return 0
    [ "$(du -sk "$CARGO_TARGET_DIR" | cut -f 1)" -gt $limit ] || return 0
    say "La carpeta $CARGO_TARGET_DIR pasa de 20 GB: se vacía"
    rm -rf "$CARGO_TARGET_DIR"/*/incremental "$CARGO_TARGET_DIR"/*/*/incremental
    [ "$(du -sk "$CARGO_TARGET_DIR" | cut -f 1)" -gt $limit ] || return 0
    rm -rf "${CARGO_TARGET_DIR:?}"/*
}

# in_background WHAT COMMAND...: begins it beside what follows; wait_for_background waits, and shows what it said if it failed.
in_background() {
    background_what=$1 background_log="$cache/background.log"
    shift
    say "$background_what (a la vez; lo que dice queda en $background_log)"
    # A group of its own, so that all of it ends together.
    set -m
    "$@" >"$background_log" 2>&1 </dev/null &
    background=$!
    set +m
    at_end '[ -z "$background" ] || kill -- "-$background" 2>/dev/null || true'
}
wait_for_background() {
    kill -0 "$background" 2>/dev/null && say "Esperando: $background_what"
    wait "$background" || { background=''; cat "$background_log"; fail "$background_what no terminó; arriba está la causa"; }
    background=''
}

# kept KIND DIGEST COMMAND...: the folder of what COMMAND makes, kept by what it is made of. COMMAND gets an empty folder as
# its last word; what it leaves half made is not kept, and two never make the same. Only the last few of a kind stay.
kept() {
    local kind=$1 digest=$2 folder="$cache/$1/$2"
    shift 2
    if [ ! -d "$folder" ]; then
        mkdir -p "$cache/$kind"
        {
            flock 7
            # Another may have made it meanwhile.
            if [ ! -d "$folder" ]; then
                rm -rf "$folder.part"
                mkdir -p "$folder.part"
                "$@" "$folder.part" >&2
                mv "$folder.part" "$folder"
            fi
        } 7>"$cache/$kind.lock"
    fi
    touch "$folder"
    find "$cache/$kind" -mindepth 1 -maxdepth 1 ! -name '*.part' -printf '%T@ %p\0' | sort -zrn | tail -zn +6 | cut -zd ' ' -f 2- | xargs -0r rm -rf
    printf '%s' "$folder"
}

# server_program: the folder of the program `conoceles` of this checkout, built or kept. Takes the turn to build.
server_program() {
    build_program() { cargo build --locked -p conoceles-server --bin conoceles && cp "$CARGO_TARGET_DIR/debug/conoceles" "$1/"; }
    kept programs "$(digest crates frontend migrations .cargo Cargo.lock Cargo.toml rust-toolchain.toml)" build_program
}
