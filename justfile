# What is done every day: `just` lists it. just: https://just.systems

export CARGO_TARGET_DIR := env("CARGO_TARGET_DIR", justfile_directory() / "target")

# the list
default:
    @just --list --unsorted

# the program
build:
    cargo build --release

# all tests; or those whose names hold a word
test *FILTER:
    cargo test --release {{FILTER}}

# one golden case: the folder of the notice under tests/golden
golden CASE:
    GOLDEN={{CASE}} cargo test --release --test golden -- --nocapture

# writes what golden notices are read as; the difference is read like code
bless CASE="":
    GOLDEN={{CASE}} UPDATE_GOLDEN=1 cargo test --release --test golden
    git diff --stat tests/golden

# benches, or one of them
bench *NAME:
    cargo bench {{NAME}}

# a report opened in a browser (node, chromium)
browser: build
    cd tests/browser && npm ci --no-audit --no-fund --silent && npm test --silent
    "$CARGO_TARGET_DIR/release/duibiao" -q report -o "$CARGO_TARGET_DIR/report"
    cd tests/browser && DUIBIAO="$CARGO_TARGET_DIR/release/duibiao" node check.mjs "$CARGO_TARGET_DIR/report"

# the job on a cluster of two executors on this machine (java, python3)
spark: build
    scale/run-tests "$CARGO_TARGET_DIR/release/duibiao"

# broken files of every kind
fuzz CASES="2000":
    PROPTEST_CASES={{CASES}} cargo test --release --test properties

# what a change must pass
ci:
    .ci/run

# licences, crates that stand there twice, where they come from; known holes where their list is to be had (cargo-deny)
deny:
    cargo deny --offline check licenses bans sources
    @if cargo deny fetch db >/dev/null 2>&1; then cargo deny --offline check advisories; else echo 'no list of known holes to be had: not looked at'; fi

# writes which crates are in the program and under which licence: THIRD-PARTY.md
licences:
    sed '/^| ---/q' THIRD-PARTY.md >"$CARGO_TARGET_DIR/third-party"
    cargo tree --locked --target all -e normal,no-proc-macro --prefix none --format '| {p} | {l} | {r} |' \
        | grep -v '^| duibiao v' | sed 's/ (\*)$//' | LC_ALL=C sort -u >>"$CARGO_TARGET_DIR/third-party"
    mv "$CARGO_TARGET_DIR/third-party" THIRD-PARTY.md

# one binary to hand out, small and static; its size (rustup target add x86_64-unknown-linux-musl; Debian: musl-tools)
dist TARGET="x86_64-unknown-linux-musl":
    cargo build --locked --profile dist --target {{TARGET}}
    ls -l "$CARGO_TARGET_DIR/{{TARGET}}/dist/duibiao"
    file "$CARGO_TARGET_DIR/{{TARGET}}/dist/duibiao"
