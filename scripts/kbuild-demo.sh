#!/bin/sh
# Builds the device trees of Linux 6.1 for one architecture with the commands of its kbuild (scripts/Makefile.lib: cmd_dtc
# and cmd_fdtoverlay), once with reference tools and once with links to our binary as DTC and fdtoverlay, and compares
# all blobs, overlays and dependency files.
#
#     scripts/kbuild-demo.sh [-r REFERENCE_DIR] [ARCH]
#
# REFERENCE_DIR holds dtc and fdtoverlay; default: /usr/bin. ARCH: arm64 (default) or another with boot/dts. The sources
# are those scripts/corpus.sh prints, which are part of the linux-source-6.1 package. DTC_SHARP names the binary. RETIRED
# replaces -Wno-graph_child_address, which kbuild gives and dtc since 1.8 refuses (ours takes it): empty for those.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
reference=/usr/bin
[ "${1:-}" = -r ] && { reference=${2:?}; shift 2; }
arch=${1:-arm64}
tree=$("$here/scripts/corpus.sh")
binary=${DTC_SHARP:-$here/artifacts/dtc-sharp}
[ -n "${DTC_SHARP:-}" ] || sh "$here/scripts/build-native.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/kbuild-demo.XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir "$work/links"
for tool in dtc fdtoverlay; do ln -s "$binary" "$work/links/$tool"; done
cd "$tree"
dts=arch/$arch/boot/dts

# TARGET FLAGS for every .dtb and .dtbo; TARGET = BASE OVERLAYS for those that are put together.
find "$dts" -name Makefile | sort | while read -r makefile; do
    sed -e ':a' -e '/\\$/N; s/\\\n//; ta' "$makefile" | awk -v directory="${makefile%/Makefile}" '
        { sub(/#.*/, "") }
        /^[ \t]*dtb-/ { sub(/^[^=]*=/, ""); for (i = 1; i <= NF; i++) targets[$i] = 1 }
        /^[^ \t]*-dtbs[ \t]*:?\+?=/ {
            name = $1; sub(/-dtbs.*/, "", name); sub(/^[^=]*=/, "")
            parts[name ".dtb"] = $0; bases[$1] = 1
            for (i = 1; i <= NF; i++) targets[$i] = 1
        }
        /^DTC_FLAGS_/ { name = $1; sub(/^DTC_FLAGS_/, "", name); sub(/[ \t]*:?\+?=.*/, "", name); sub(/^[^=]*=/, ""); flags[name] = $0 }
        /^DTC_FLAGS[ \t]/ { sub(/^[^=]*=/, ""); all = all " " $0 }
        END {
            for (t in targets) {
                stem = t; sub(/\.dtbo?$/, "", stem)
                if (t in parts) print directory "/" t " = " parts[t]
                else print directory "/" t, all, flags[stem], (t in bases ? "-@" : "")
            }
        }'
done | sort >"$work/targets"

# The preprocessor is the same for both.
while read -r target flags; do
    case $flags in =*) continue ;; esac
    source=${target%.*}.dts
    [ -f "$source" ] || source=${target%.*}.dtso
    [ -f "$source" ] || continue
    mkdir -p "$work/tmp/$(dirname "$target")"
    echo "$target $source $flags" | sed 's/ *$//' >>"$work/list" # xargs -L takes a blank at the end as "goes on"
done <"$work/targets"
export work
preprocess() {
    xargs -P "$(nproc)" -L 1 sh -c 'gcc -E -nostdinc -I scripts/dtc/include-prefixes -undef -D__DTS__ -x assembler-with-cpp \
        -o "$work/tmp/$0.dts.tmp" "$1" || echo "$0" >>"$work/unreadable"' <"$work/list"
}
preprocess

build() { # name, directory of tools
    cut -d ' ' -f 1 "$work/list" | xargs -n 1 dirname | sort -u | sed "s|^|$work/$1/|" | xargs mkdir -p
    sed -n 's/ = .*//p' "$work/targets" | xargs -r -n 1 dirname | sort -u | sed "s|^|$work/$1/|" | xargs -r mkdir -p
    start=$(date +%s.%N)
    while read -r target source flags; do
        # shellcheck disable=SC2086
        "$2/dtc" -o "$work/$1/$target" -b 0 "-i$(dirname "$source")/" -iscripts/dtc/include-prefixes \
            -Wno-interrupt_provider -Wno-unit_address_vs_reg -Wno-avoid_unnecessary_addr_size -Wno-alias_paths \
            ${RETIRED--Wno-graph_child_address} -Wno-simple_bus_reg $flags \
            -d "$work/$1/$target.d" "$work/tmp/$target.dts.tmp" 2>>"$work/$1/messages" || echo "$target" >>"$work/$1/failed"
    done <"$work/list"
    while read -r target mark base overlays; do
        [ "$mark" = = ] || continue
        directory=$work/$1/$(dirname "$target")
        (cd "$directory" && "$2/fdtoverlay" -o "$(basename "$target")" -i "$base" $overlays) 2>>"$work/$1/messages" ||
            echo "$target" >>"$work/$1/failed"
    done <"$work/targets"
    end=$(date +%s.%N)
    echo "$end $start" | awk -v name="$1" '{ printf "%-9s %.1f s for all calls of the tools\n", name, $1 - $2 }'
    find "$work/$1" -name '*.d' | xargs -r sed -i "s|$work/$1/||"
    sed -i "s|$work/$1/||g" "$work/$1/messages"
}
build reference "$reference"
build ours "$work/links"

cd "$work/reference"
same=0
total=0
for file in $(find . \( -name '*.dtb' -o -name '*.dtbo' -o -name '*.d' \) | sort); do
    total=$((total + 1))
    if cmp -s "$file" "$work/ours/$file"; then same=$((same + 1)); else echo "differs: $file" >&2; fi
done
count() { find . -name "$1" | wc -l; }
echo "$arch: $(count '*.dtb') blobs, $(count '*.dtbo') overlays, $(count '*.d') dependency files: $same of $total are identical"
for run in reference ours; do
    [ ! -s "$work/$run/failed" ] || echo "$run: $(wc -l <"$work/$run/failed") failed"
done
cmp -s "$work/reference/messages" "$work/ours/messages" && echo "the messages are identical, too" ||
    echo "the messages differ: $(wc -l <"$work/reference/messages") and $(wc -l <"$work/ours/messages") lines"
[ "$same" = "$total" ] && [ "$total" -gt 0 ]
