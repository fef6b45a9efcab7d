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

# one binary to hand out, small and static; its size
dist TARGET="x86_64-unknown-linux-gnu":
    RUSTFLAGS='-C target-feature=+crt-static' cargo build --profile dist --target {{TARGET}}
    ls -l "$CARGO_TARGET_DIR/{{TARGET}}/dist/duibiao"
