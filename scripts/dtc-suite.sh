#!/bin/sh
# Runs dtc's own test suite with our binary in place of dtc, fdtget, fdtput, fdtoverlay and fdtdump, and once more with
# reference tools, and compares the two test by test. Only tests that involve a tool count: the others exercise libfdt's
# C functions.
#
#     scripts/dtc-suite.sh [-r REFERENCE_DIR] SUITE_DIR [GROUP...]
#
# SUITE_DIR is the tests/ directory of a built checkout of dtc v1.8.1 (github.com/dgibson/dtc; "make check" builds it);
# nothing is written to it. The reference is the directory that scripts/dtc-oracle.sh prints. DTC_SHARP names the binary.
set -eu
usage() {
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
here=$(cd "$(dirname "$0")/.." && pwd)
reference=
[ "${1:-}" = -r ] && { reference=${2:?}; shift 2; }
[ $# -ge 1 ] || usage
suite=$(cd "$1" && pwd)
shift
groups=${*:-libfdt utilfdt dtc dtbs_equal fdtget fdtput fdtdump fdtoverlay}
[ -x "$suite/run_tests.sh" ] && [ -x "$suite/dumptrees" ] || {
    echo "dtc-suite: $suite is not the tests directory of a built dtc" >&2
    exit 2
}
[ -n "$reference" ] || reference=$("$here/scripts/dtc-oracle.sh")
binary=${DTC_SHARP:-$here/artifacts/dtc-sharp}
[ -n "${DTC_SHARP:-}" ] || sh "$here/scripts/build-native.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/dtc-suite.XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir "$work/links"
for tool in dtc fdtget fdtput fdtoverlay fdtdump; do ln -s "$binary" "$work/links/$tool"; done

# One run from a fresh copy, as some outputs of an earlier one would hide failures. The journal tells tests (T group
# command), what they came to (E), and in between which tools ran (W) and what they wrote (O).
run() { # name, directory of tools
    mkdir -p "$work/$1/tools"
    cp -a "$suite" "$work/$1/tests"
    for part in libfdt util.h VERSION.txt; do ln -s "$suite/../$part" "$work/$1/$part" 2>/dev/null || :; done
    for tool in dtc fdtget fdtput fdtoverlay fdtdump; do
        cat >"$work/$1/tools/$tool" <<EOF
#!/bin/sh
unset LD_LIBRARY_PATH
{
    echo "W $tool"
    previous=
    for argument; do
        case \$previous in -o) echo "O \$argument" ;; esac
        case $tool:\$argument in fdtput:*.dtb) echo "O \$argument" ;; esac
        previous=\$argument
    done
} >>"$work/$1/journal"
exec "$2/$tool" "\$@"
EOF
        chmod +x "$work/$1/tools/$tool"
    done
    sed 's/^base_run_test() {/plain_run_test() {/' "$suite/run_tests.sh" >"$work/$1/tests/run_tests.sh"
    sed -i "/^shorten_echo () {/i\\
base_run_test() {\\
    printf 'T %s %s\\\\n' \"\$set\" \"\$(printf '%s ' \"\$@\" | tr '\\\\n' ' ')\" >>$work/$1/journal\\
    passed=\$tot_pass\\
    plain_run_test \"\$@\"\\
    [ \"\$tot_pass\" -gt \"\$passed\" ] && echo 'E PASS' >>$work/$1/journal || echo 'E FAIL' >>$work/$1/journal\\
}" "$work/$1/tests/run_tests.sh"
    (cd "$work/$1/tests" &&
        TEST_BINDIR=$work/$1/tools TEST_LIBDIR=$suite/../libfdt NO_PYTHON=1 NO_YAML=0 \
            sh ./run_tests.sh -t "$groups" >"$work/$1/output" 2>&1 </dev/null) || :
    sed "s|$work/$1/||g" "$work/$1/journal" | awk '
        function involved(command,   i, word) {
            if (command ~ /(wrap_test |^)test /) return 1
            split(command, words, " ")
            for (i in words) for (word in made) if (index(words[i], word)) return 1
            return 0
        }
        $1 == "T" { command = substr($0, 3); uses = involved(command); inside = 1 }
        $1 == "W" { if (inside) uses = 1 }
        $1 == "O" && $2 != "-" && $2 != "/dev/null" { name = $2; sub(/^.*\//, "", name); sub(/\.[a-z]*$/, "", name); made[name] = 1 }
        $1 == "E" { inside = 0; if (uses) { seen[command]++; print $2 "\t" command (seen[command] > 1 ? "#" seen[command] : "") } }
    ' >"$work/$1/results"
}
run reference "$reference"
run ours "$work/links"

awk -F '\t' -v groups="$groups" '
    { split($2, words, " "); group = words[1] }
    NR == FNR { expected[$2] = $1; total[group]++; if ($1 == "PASS") good[group]++; next }
    { got[$2] = $1; if ($1 == "PASS") passed[group]++ }
    END {
        printf "%-12s %6s %10s %6s\n", "group", "tests", "reference", "ours"
        n = split(groups, order, " ")
        for (i = 1; i <= n; i++) {
            g = order[i]
            printf "%-12s %6d %10d %6d\n", g, total[g], good[g], passed[g]
            all += total[g]; allgood += good[g]; allpassed += passed[g]
        }
        printf "%-12s %6d %10d %6d\n", "total", all, allgood, allpassed
        for (t in expected) if (expected[t] == "PASS" && got[t] != "PASS") { print "fails: " substr(t, 1, 150) | "sort"; bad++ }
        for (t in expected) if (expected[t] != "PASS" && got[t] == "PASS") print "passes, unlike the reference: " substr(t, 1, 150) | "sort"
        close("sort")
        exit bad > 0
    }' "$work/reference/results" "$work/ours/results"
