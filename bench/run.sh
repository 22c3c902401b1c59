#!/bin/bash
# Measures dtc-sharp against the tools a user would pick, in the same run on the same machine, and prints the
# tables of docs/performance.md. Needs what ./test.sh installs, and an otherwise idle machine.
#   bench/run.sh              all of it, about 10 minutes
#   bench/run.sh one|corpus|reader|family|guests|bindings
# The last one has dt-schema as its peer: dt-validate and dt-mk-schema are those named by DT_VALIDATE and
# DT_MK_SCHEMA, else those in PATH, else Debian's.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD what=${1:-all}
scripts/install.sh gcc device-tree-compiler libfdt1
scripts/build-native.sh
corpus=$(scripts/corpus.sh)
ours=$root/artifacts/dtc-sharp
prefixes=scripts/dtc/include-prefixes
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export work prefixes
TIMEFORMAT='%R %U %S'
cpp() { gcc -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp -I "$(dirname "$1")" -I $prefixes "$1"; }
peer() { cpp "$1" | dtc -q -@ -I dts -O dtb -i "$(dirname "$1")" -o "$2"; }
export -f cpp peer

# CPU and wall seconds of N runs in a row, per run in ms (finer than the clock ticks of one run)
mean() {
    local n=$1; shift
    { time for _ in $(seq "$n"); do "$@" >/dev/null 2>&1; done; } 2>&1 |
        awk -v n="$n" '{ printf "%.2f %.2f", ($2 + $3) * 1000 / n, $1 * 1000 / n }'
}

one() {
    echo "(a) one board from cold, -@, mean of 5 × 20 runs in turn, best of 5"
    echo
    echo "| board | gcc -E \\| dtc, CPU ms | wall ms | dtc-sharp, CPU ms | wall ms | CPU ratio |"
    echo "|---|---|---|---|---|---|"
    cd "$corpus"
    for board in arch/arm64/boot/dts/rockchip/rk3399-rock-pi-4b.dts arch/arm64/boot/dts/qcom/sm8450-hdk.dts \
        arch/arm/boot/dts/vexpress-v2p-ca15-tc1.dts; do
        for _ in 1 2 3 4 5; do
            echo "$(mean 20 peer $board "$work/peer.dtb") $(mean 20 "$ours" compile $board -@ -q -I $prefixes -o "$work/ours.dtb")"
        done > "$work/rounds"
        cmp "$work/peer.dtb" "$work/ours.dtb"
        awk -v b="$(basename $board .dts)" '
            NR == 1 || $1 < p { p = $1; pw = $2 } NR == 1 || $3 < o { o = $3; ow = $4 }
            END { printf "| %s | %.1f | %.1f | %.1f | %.1f | %.2f |\n", b, p, pw, o, ow, o / p }' "$work/rounds"
    done
    cd "$root"
    echo
}

corpus() {
    echo "(b) the corpus, -@, on $(nproc) cores, best of 3 (the peer once)"
    echo
    cd "$corpus"
    find arch drivers -name '*.dts' | sort > "$work/list"
    pipeline() { peer "$1" "$work/peer/$(echo "$1" | tr / _).dtb"; }
    export -f pipeline
    mkdir "$work/peer"
    peer_time=$({ time xargs -P"$(nproc)" -I{} bash -c 'pipeline {}' < "$work/list" >/dev/null 2>&1; } 2>&1 | tail -n 1)
    for _ in 1 2 3; do
        rm -rf "$work/ours"
        { time /usr/bin/env -i PATH="$PATH" "$ours" compile --out-dir "$work/ours" --root . --jobs "$(nproc)" --keep-going -@ -q \
            -I $prefixes "@$work/list" 2>/dev/null; } 2>&1 | tail -n 1
    done | sort -n | head -n 1 > "$work/best"
    same=0 all=0
    while read -r board; do
        all=$((all + 1))
        cmp -s "$work/peer/$(echo "$board" | tr / _).dtb" "$work/ours/${board%.dts}.dtb" && same=$((same + 1))
    done < "$work/list"
    echo "| | wall s | CPU s |"
    echo "|---|---|---|"
    echo "$peer_time" | awk '{ printf "| gcc -E \\| dtc under xargs | %.1f | %.1f |\n", $1, $2 + $3 }'
    awk '{ printf "| dtc-sharp | %.2f | %.2f |\n", $1, $2 + $3 }' "$work/best"
    echo "$peer_time $(cat "$work/best")" | awk '{ printf "| times faster | %.1f | %.1f |\n", $1 / $4, ($2 + $3) / ($5 + $6) }'
    echo
    echo "$same of $all blobs are the same; peak memory of dtc-sharp: $(peak_memory)"
    cd "$root"
    echo
}
peak_memory() {
    "$ours" compile --out-dir "$work/ours" --root . --jobs "$(nproc)" --keep-going -@ -q -I $prefixes "@$work/list" 2>/dev/null & local pid=$!
    local peak=0
    while kill -0 $pid 2>/dev/null; do
        peak=$(awk '/VmHWM/ { print $2 }' /proc/$pid/status 2>/dev/null || true); [ -n "$peak" ] && last=$peak
        sleep 0.05
    done
    wait $pid || true
    echo "$((last / 1024)) MiB"
}

reader() {
    echo "(c) the reader against libfdt in one process"
    echo
    case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    dotnet publish bench/ReaderBench -c Release -f net10.0 -r $rid -p:PublishAot=true -o "$work/bench" -v:quiet -nologo >/dev/null
    (cd "$corpus" && peer arch/arm64/boot/dts/qcom/sm8450-hdk.dts "$work/big.dtb")
    "$work/bench/ReaderBench" "$work/big.dtb"
}

# One row: what, then the peer's and our command (words, no quoting), each 5 × 40 runs in turn.
row() {
    local name=$1 peer=$2 own=$3
    for _ in 1 2 3 4 5; do echo "$(mean 40 $peer) $(mean 40 $own)"; done |
        awk -v n="$name" '
            NR == 1 || $1 < p { p = $1; pw = $2 } NR == 1 || $3 < o { o = $3; ow = $4 }
            END { printf "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |\n", n, p, pw, o, ow, o / p }'
}

family() {
    echo "(d) the tools on the largest blob, mean of 5 × 40 runs in turn, best of 5"
    echo
    local largest=arch/arm/boot/dts/am572x-idk.dts blob=$work/largest.dtb property="/ocp/target-module@4b2a6000 reg"
    (cd "$corpus" && peer $largest "$blob" 2>/dev/null)
    for tool in dtc fdtget fdtdump; do ln -sf "$ours" "$work/$tool"; done
    echo "| what | Debian's, CPU ms | wall ms | dtc-sharp, CPU ms | wall ms | CPU ratio |"
    echo "|---|---|---|---|---|---|"
    row "fdtget of one property" "fdtget $blob $property" "$work/fdtget $blob $property"
    row "fdtdump" "fdtdump $blob" "$work/fdtdump $blob"
    row "dtc -I dtb -O dts" "dtc -q -I dtb -O dts $blob" "$work/dtc -q -I dtb -O dts $blob"
    row "dtc-sharp decompile (against dtc)" "dtc -q -I dtb -O dts $blob" "$ours decompile $blob"
    row "dtc -I dtb -O dtb" "dtc -q -I dtb -O dtb $blob" "$work/dtc -q -I dtb -O dtb $blob"
    echo
}

# Nobody else plans or generates; the least that a hand-made tree costs is dtc twice, without any change in between.
guests() {
    echo "(e) dom0 and two domains on QEMU's virt, mean of 5 × 40 runs in turn, best of 5"
    echo
    scripts/install.sh qemu-system-arm
    qemu-system-aarch64 -machine virt,virtualization=on,gic-version=3,dumpdtb="$work/host.dtb" -cpu cortex-a57 -smp 2 -m 6144 -nographic -nodefaults >/dev/null 2>&1
    sed 's/tree: qemu/tree: host.dtb/' samples/xen-dom0less/guests.yaml > "$work/guests.yaml"
    "$ours" media fetch arm64 -q
    "$ours" generate "$work/guests.yaml" -o "$work/generated" >/dev/null 2>&1
    printf 'dtc -q -I dtb -O dts -o %s/hand.dts %s/host.dtb && dtc -q -o %s/hand.dtb %s/hand.dts\n' "$work" "$work" "$work" "$work" > "$work/hand.sh"
    echo "| what | dtc twice, CPU ms | wall ms | dtc-sharp, CPU ms | wall ms | CPU ratio |"
    echo "|---|---|---|---|---|---|"
    row "plan" "sh $work/hand.sh" "$ours plan $work/guests.yaml"
    row "generate: boot tree, three domains, all files" "sh $work/hand.sh" "$ours generate $work/guests.yaml -o $work/generated"
    row "validate --binding xen, one domain" "dtc -q -I dtb -O dtb $work/generated/domU1.dtb" "$ours validate --binding xen $work/generated/domU1.dtb"
    row "validate --binding xen, the boot tree" "dtc -q -I dtb -O dtb $work/generated/boot.dtb" "$ours validate --binding xen $work/generated/boot.dtb"
    echo
}

# Highest memory of a command, in MiB
peak() {
    "$@" >/dev/null 2>&1 & local pid=$! last=0 now
    while kill -0 $pid 2>/dev/null; do
        now=$(awk '/VmHWM/ { print $2 }' /proc/$pid/status 2>/dev/null || true)
        [ -n "$now" ] && last=$now
        sleep 0.01
    done
    wait $pid || true
    echo $((last / 1024))
}

# One row: what, number of boards, runs of the peer and of ours, file of each one's words
bindings_row() {
    local name=$1 boards=$2 peer_runs=$3 own_runs=$4 peer own
    mapfile -t peer < "$work/peer.words"
    mapfile -t own < "$work/own.words"
    echo "$(mean "$peer_runs" "${peer[@]}") $(for _ in 1 2 3; do mean "$own_runs" "${own[@]}"; echo; done | sort -n | sed -n '2p') \
        $(peak "${peer[@]}") $(peak "${own[@]}")" |
        awk -v n="$name" -v b="$boards" '{ printf "| %s | %.0f | %d | %.1f | %.1f | %d | %.0f |\n", n, $1 / b, $5, $3 / b, $4 / b, $6, $1 / $3 }'
}
words() { printf '%s\n' "$@"; }

bindings() {
    local validate=${DT_VALIDATE:-$(command -v dt-validate || true)} make=${DT_MK_SCHEMA:-$(command -v dt-mk-schema || true)}
    if [ -z "$validate" ] || [ -z "$make" ]; then
        scripts/install.sh dt-schema
        validate=$(command -v dt-validate) make=$(command -v dt-mk-schema)
    fi
    # Both with the peer's core schemas.
    local core directory=$corpus/Documentation/devicetree/bindings
    core=$("$(sed -n '1s/^#! *//p' "$validate" | awk '{ print $1 }')" -c \
        'import dtschema, os; print(os.path.join(os.path.dirname(dtschema.__file__), "schemas"))')
    export XDG_CACHE_HOME=$work/cache
    echo "(f) trees against the kernel's bindings; the peer has them processed, ours has them in its cache"
    echo
    echo "| what | dt-schema, CPU ms | MiB | dtc-sharp, CPU ms | wall ms | MiB | times faster |"
    echo "|---|---|---|---|---|---|---|"
    words "$make" -j -o "$work/processed.json" "$directory" > "$work/peer.words"
    words "$ours" schema compile "$directory" --core "$core" -o "$work/own.json" > "$work/own.words"
    bindings_row "all bindings compiled" 1 1 1
    "$make" -j -o "$work/processed.json" "$directory" 2>/dev/null

    (cd "$corpus" && find arch/arm64/boot/dts -name '*.dts' | sort | awk 'NR % 30 == 0' | head -n 50) > "$work/boards"
    (cd "$corpus" && "$ours" compile --out-dir "$work/trees" --root . --keep-going -@ -q -I $prefixes "@$work/boards" 2>/dev/null || true)
    local trees; mapfile -t trees < <(find "$work/trees" -name '*.dtb' -size +0 | sort)
    local common=(--bindings "$directory" --core "$core" --format dt-validate)
    "$ours" validate "${trees[0]}" "${common[@]}" >/dev/null 2>&1 || true
    for board in rockchip/rk3399-rock-pi-4b qcom/sm8450-hdk; do
        (cd "$corpus" && "$ours" compile arch/arm64/boot/dts/$board.dts -@ -q -I $prefixes -o "$work/one.dtb")
        words "$validate" -s "$work/processed.json" "$work/one.dtb" > "$work/peer.words"
        words "$ours" validate "$work/one.dtb" "${common[@]}" > "$work/own.words"
        bindings_row "$(basename $board) from cold" 1 2 20
    done
    words "$validate" -s "$work/processed.json" "${trees[@]}" > "$work/peer.words"
    words "$ours" validate "${trees[@]}" "${common[@]}" --jobs 1 > "$work/own.words"
    bindings_row "each of ${#trees[@]} boards, one process" "${#trees[@]}" 1 3
    echo
}

case $what in
one | corpus | reader | family | guests | bindings) $what ;;
all) one; corpus; reader; family; guests; bindings ;;
*) echo "usage: bench/run.sh [one|corpus|reader|family|guests|bindings]" >&2; exit 2 ;;
esac
