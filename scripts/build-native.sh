#!/bin/sh
# Builds the native binary into artifacts/dtc-sharp; does nothing when another call has just done so.
# Exit code 0 when there is an up-to-date binary. stdout stays free for the program itself.
here=$0
case $here in */*) here=${here%/*} ;; *) here=. ;; esac
cd "$here/.." || exit 2

fail() {
    echo "dtc-sharp: $*" >&2
    exit 2
}

case $(uname -m) in
    x86_64) rid=linux-x64 ;;
    aarch64) rid=linux-arm64 ;;
    *) fail "no native build for $(uname -m): only x86_64 and aarch64" ;;
esac
mkdir -p artifacts || fail "cannot write to $PWD/artifacts"
binary=artifacts/dtc-sharp
log=artifacts/build.log

exec 9>artifacts/build.lock
flock 9 || fail "cannot lock $PWD/artifacts/build.lock"

is_current() {
    [ -x $binary ] || return 1
    [ -d bindings ] && bindings=bindings || bindings=
    [ -z "$(find src $bindings Directory.*.props global.json \
        \( -name bin -o -name obj \) -prune -o -newer $binary -print -quit)" ]
}
is_current && exit 0

command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed to build: https://dotnet.microsoft.com/download/dotnet/10.0"
dotnet --version >/dev/null 2>&1 9>&- </dev/null ||
    fail "the .NET SDK that global.json asks for ($(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)) is not installed:
$(dotnet --list-sdks 9>&- | sed 's/^/  found: /')"

# The native linker is gcc or clang.
command -v clang >/dev/null && gcc= || gcc=gcc
scripts/install.sh $gcc libc6-dev zlib1g-dev 9>&- >&2 || exit 2

echo "dtc-sharp: building the native binary (once; log: $PWD/$log)" >&2
# Every later build makes these; made after the stamp they would look like a change of the sources.
for project in src/*/*.csproj; do mkdir -p "${project%/*}/bin" "${project%/*}/obj"; done
stamp=$PWD/artifacts/build.stamp
: >"$stamp"
binary=$PWD/$binary log=$PWD/$log

# The linker is handed paths without quotes.
case $PWD in *[[:space:]]*)
    copy=$(mktemp -d) || fail "no temporary directory to build in"
    trap 'rm -rf "$copy"' EXIT
    [ -d bindings ] && bindings=bindings || bindings=
    cp -R src $bindings Directory.*.props global.json .editorconfig "$copy/" && cd "$copy" || fail "cannot build in $copy"
    find src -name obj -prune -exec rm -rf {} +
    ;;
esac

# Own output directories: a build for the tests may run at the same time. No build servers: they would
# outlive this call, and hold its lock.
framework=$(sed -n 's|.*<AotFramework[^>]*>\(.*\)</AotFramework>.*|\1|p' Directory.Build.props)
publish() {
    DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 \
        dotnet publish src/Cli -c Release -f "$framework" -p:AotFramework="$framework" -r $rid --artifacts-path artifacts/native \
        -p:UseSharedCompilation=false -nodeReuse:false -nologo >"$log" 2>&1 </dev/null 9>&-
}
publish
code=$?
# The mirror has no runtime pack for it (Directory.Build.props).
if [ $code -ne 0 ] && grep -q 'NU110[0-9].*NativeAOT' "$log"; then
    framework=net9.0
    publish
    code=$?
fi
made=artifacts/native/publish/Cli/release_${framework}_$rid/dtc-sharp
if [ $code -ne 0 ] || [ ! -x "$made" ]; then
    echo "dtc-sharp: the build failed; the end of $log:" >&2
    tail -n 20 "$log" >&2
    exit 2
fi

# As old as the sources it was built from: what changed meanwhile is newer, and built next time.
cp "$made" "$binary.new" && touch -r "$stamp" "$binary.new" && mv -f "$binary.new" "$binary" || fail "cannot write $binary"
