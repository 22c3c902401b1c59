#!/bin/sh
# Builds everything and runs all tests, or only the suites named: ./test.sh Dtc.Fdt.Tests Cli.Tests
# Installs the Debian packages it needs and fetches the corpus (once, outside of the tree). The last line is
# "N passed, N failed"; the exit code is 0 only when nothing failed.
cd "$(dirname "$0")" || exit 2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
results=$PWD/artifacts/test
rm -rf "$results" && mkdir -p "$results" || exit 2
export DTC_SHARP_TEST_REPORT="$results/report.txt"
passed=0 failed=0 skipped=0 faults=

title() { printf '\n== %s\n' "$*"; }
# A step that is no test: its failure counts as one.
fault() {
    failed=$((failed + 1))
    faults="$faults
failed: $1"
}
finish() {
    title "summary"
    [ ! -s "$DTC_SHARP_TEST_REPORT" ] || cat "$DTC_SHARP_TEST_REPORT"
    [ -z "$faults" ] || echo "${faults#?}"
    [ $skipped -eq 0 ] && more= || more=", $skipped skipped"
    echo "$passed passed, $failed failed$more"
    [ $failed -eq 0 ]
    exit
}

suites=
if [ $# -eq 0 ]; then
    suites=$(ls tests/*/*.csproj)
else
    for name in "$@"; do
        project=$(ls tests/*/"${name%.csproj}.csproj" 2>/dev/null) || {
            echo "test.sh: no suite '$name'; there are:" $(ls tests/*/*.csproj | sed 's|.*/||; s|\.csproj$||') >&2
            exit 2
        }
        suites="$suites $project"
    done
fi

title "tools"
scripts/install.sh gcc libc6-dev zlib1g-dev device-tree-compiler libfdt1 xz-utils dt-schema qemu-system-arm qemu-system-ppc cpio \
    gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf gcc-powerpc-linux-gnu || fault "installing what the tests need"
command -v dotnet >/dev/null || {
    echo "test.sh: the .NET 10 SDK is needed: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    fault "finding the .NET SDK"
    finish
}
echo ".NET SDK $(dotnet --version), $(gcc --version | head -n 1), dtc $(dtc --version)"

title "corpus"
if corpus=$(scripts/corpus.sh); then
    export DTC_SHARP_CORPUS="$corpus"
    echo "$corpus ($(sed -n 's/^version //p' "$corpus/.corpus" 2>/dev/null))"
else
    fault "fetching the corpus"
fi

title "dtc 1.8.1"
if oracle=$(scripts/dtc-oracle.sh); then
    export DTC_SHARP_ORACLE="$oracle"
    "$oracle/dtc" --version
else
    fault "fetching dtc 1.8.1"
fi

title "dt-schema's core schemas, JSON Schema's tests"
scripts/dt-schema-core.sh || fault "fetching the core schemas of dt-schema"
scripts/dt-schema-python.sh || fault "fetching what dt-schema 2026.06 runs with"
scripts/json-schema-suite.sh || fault "fetching the tests of JSON Schema"

title "native binary"
if scripts/build-native.sh; then ls -l artifacts/dtc-sharp; else fault "building the native binary"; fi

title "boot media"
scripts/media.sh || fault "fetching boot media (scripts/media.sh)"

title "build"
build() { dotnet build "$1" -c Release -v:quiet -nologo -clp:NoSummary -p:UseSharedCompilation=false -nodeReuse:false; }
if build dtc-sharp.slnx; then built=yes; else
    built=no
    fault "building dtc-sharp.slnx"
fi

for project in $suites; do
    suite=$(basename "$project" .csproj)
    title "$suite"
    # Without a good build of all, each suite builds what it needs by itself, so that one fault hides no other.
    [ $built = yes ] && grep -q "\"$project\"" dtc-sharp.slnx || build "$project" || {
        fault "$suite (does not build)"
        continue
    }
    timeout 2400 dotnet test "$project" -c Release --no-build --results-directory "$results" \
        --logger "trx;LogFileName=$suite.trx" --logger "console;verbosity=minimal"
    code=$?
    counters=$(grep -o '<Counters [^>]*' "$results/$suite.trx" 2>/dev/null)
    count() { echo "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
    total=$(count total) good=$(count passed) ran=$(count executed)
    total=${total:-0} good=${good:-0} ran=${ran:-0}
    passed=$((passed + good))
    failed=$((failed + ran - good))
    skipped=$((skipped + total - ran))
    if [ "$total" -eq 0 ]; then fault "$suite (ran no tests; exit code $code)"; else
        [ $code -eq 0 ] || [ $ran -ne $good ] || fault "$suite (exit code $code)"
    fi
done
finish
