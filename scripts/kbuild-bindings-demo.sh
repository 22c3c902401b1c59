#!/bin/sh
# Runs what `make dt_binding_check DT_SCHEMA_FILES=PATTERN` and `make dtbs_check` of Linux run, with links to our binary
# under the names of dt-schema's tools: the commands of Documentation/devicetree/bindings/Makefile and scripts/Makefile.lib
# (check_dtschema_version, cmd_chk_bindings, cmd_mk_schema, cmd_extract_ex, cmd_dtb).
#
#     scripts/kbuild-bindings-demo.sh [PATTERN [DTS...]]
#
# PATTERN picks bindings by a part of their path (default: gpio/). DTS are board sources below the kernel tree. The tree is
# the one scripts/corpus.sh prints. DTC_SHARP names the binary, KEEP=1 keeps the results.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
pattern=${1:-gpio/}
[ $# -eq 0 ] || shift
tree=$("$here/scripts/corpus.sh")
binary=${DTC_SHARP:-$here/artifacts/dtc-sharp}
[ -n "${DTC_SHARP:-}" ] || sh "$here/scripts/build-native.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/kbuild-bindings.XXXXXX")
if [ -n "${KEEP:-}" ]; then echo "results: $work"; else trap 'rm -rf "$work"' EXIT; fi
mkdir "$work/links" "$work/out"
for tool in dtc dt-doc-validate dt-mk-schema dt-extract-example dt-validate dt-check-compatible; do ln -s "$binary" "$work/links/$tool"; done
PATH=$work/links:$PATH
bindings=$tree/Documentation/devicetree/bindings
cd "$tree"

# check_dtschema_version of 2026; that of 6.1 asks for less.
{ echo 2023.9; dt-doc-validate --version 2>/dev/null || echo 0; } | sort -Vc >/dev/null
echo "version $(dt-doc-validate --version) will do"

find_all() { find "$bindings" \( -name '*.yaml' ! -name 'processed-schema*' \); }

(find_all | grep -F "$pattern" | xargs -n200 -P"$(nproc)" dt-doc-validate -u "$bindings") 2>"$work/doc" || true
echo "dt-doc-validate: $(find_all | grep -cF "$pattern") bindings, $(wc -l <"$work/doc") lines"

find_all >"$work/list"
dt-mk-schema -j @"$work/list" >"$work/processed-schema.json" 2>"$work/warnings"
echo "dt-mk-schema: $(wc -c <"$work/processed-schema.json") bytes, $(wc -l <"$work/warnings") warnings"

check() { # preprocessed source, blob, flags of dt-validate
    dtc -o "$2" -b 0 -Wno-avoid_unnecessary_addr_size -Wno-graph_child_address -Wno-interrupt_provider \
        -Wno-unique_unit_address -Wunique_unit_address_if_enabled "$1" 2>>"$work/dtc" || { echo "$1" >>"$work/failed"; return 0; }
    dt-validate ${3:+$3} -u "$bindings" -p "$work/processed-schema.json" "$2" 2>>"$work/findings" || true
}
preprocess() { gcc -E -nostdinc -I "$tree/scripts/dtc/include-prefixes" -I "$tree/include" -undef -D__DTS__ -x assembler-with-cpp -o "$2" "$1"; }

: >"$work/findings"
examples=0
for yaml in $(find_all | grep -F "$pattern"); do
    name=$(echo "${yaml#"$bindings"/}" | tr / _)
    dt-extract-example "$yaml" >"$work/out/$name.example.dts"
    preprocess "$work/out/$name.example.dts" "$work/out/$name.tmp"
    check "$work/out/$name.tmp" "$work/out/$name.example.dtb" ""
    examples=$((examples + 1))
done
echo "dt-validate: examples of $examples bindings, $(wc -l <"$work/findings") lines"

for dts in "$@"; do
    : >"$work/findings"
    name=$(basename "$dts" .dts)
    gcc -E -nostdinc -I "$tree/scripts/dtc/include-prefixes" -I "$(dirname "$dts")" -undef -D__DTS__ -x assembler-with-cpp -o "$work/out/$name.tmp" "$dts"
    check "$work/out/$name.tmp" "$work/out/$name.dtb" -m
    echo "dt-validate: $dts, $(wc -l <"$work/findings") lines"
done
[ ! -s "$work/failed" ] || { echo "not compiled:"; cat "$work/failed"; exit 1; }
