#!/bin/sh
# Fetches Debian's build of dtc 1.8.1 (and the C library it was linked against) into
# ${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/dtc-1.8.1, once, and prints the directory that holds the tools: the oracle
# for everything that dtc 1.6.1, which Debian 12 installs, does otherwise. DTC_SHARP_ORACLE names another directory.
set -eu
if [ -n "${DTC_SHARP_ORACLE:-}" ]; then
    echo "$DTC_SHARP_ORACLE"
    exit 0
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp
oracle=$cache/dtc-1.8.1
[ "$(uname -m)" = aarch64 ] && arch=arm64 || arch=amd64

fail() {
    echo "dtc-oracle: $*" >&2
    exit 1
}
# The archive drops versions that are superseded; then the index of the suite tells what is there.
fetch() { # package, path below the pool when this was written
    curl -fsS --retry 3 -m 300 -o "$work/$1.deb" "$mirror/pool/main/$2" 2>/dev/null && return
    [ -s "$work/Packages.xz" ] ||
        curl -fsS --retry 3 -m 600 -o "$work/Packages.xz" "$mirror/dists/sid/main/binary-$arch/Packages.xz"
    path=$(xz -dc "$work/Packages.xz" | sed -n "/^Package: $1\$/,/^\$/s/^Filename: //p" | head -n 1)
    [ -n "$path" ] || fail "Debian has no package $1"
    curl -fsS --retry 3 -m 300 -o "$work/$1.deb" "$mirror/$path"
}

if [ ! -x "$oracle/bin/dtc" ]; then
    mkdir -p "$cache"
    exec 9>"$cache/dtc-1.8.1.lock"
    flock 9
fi
if [ ! -x "$oracle/bin/dtc" ]; then
    "$(dirname "$0")/install.sh" curl xz-utils >&2
    # The mirror that apt uses already; its lists may have to be fetched first.
    mirror() { apt-get indextargets --format '$(REPO_URI) $(LABEL)' 2>/dev/null | sed -n 's|/* Debian$||p' | head -n 1; }
    mirror=$(mirror)
    [ -n "$mirror" ] || fail "apt has no source of Debian packages; give a directory with the tools of dtc 1.8.1 as DTC_SHARP_ORACLE"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    echo "dtc-oracle: fetching dtc 1.8.1 from the Debian mirror" >&2
    fetch device-tree-compiler "d/device-tree-compiler/device-tree-compiler_1.8.1-2_$arch.deb"
    fetch libfdt1 "d/device-tree-compiler/libfdt1_1.8.1-2_$arch.deb"
    fetch libyaml-0-2 "liby/libyaml/libyaml-0-2_0.2.5-2+b1_$arch.deb"
    fetch libc6 "g/glibc/libc6_2.43-7_$arch.deb"
    for deb in "$work"/*.deb; do dpkg-deb -x "$deb" "$work/root"; done
    mkdir -p "$work/root/bin"
    lib=$(dirname "$(find "$work/root/usr/lib" -name 'libfdt.so.1' | head -n 1)")
    lib=$oracle/${lib#"$work/root/"}
    loader=$(cd "$work/root" && find usr/lib* -name 'ld-linux-*' | head -n 1)
    for tool in dtc fdtget fdtput fdtoverlay fdtdump convert-dtsv0; do
        printf '#!/bin/sh\nexec %s --library-path %s --argv0 %s %s "$@"\n' \
            "'$oracle/$loader'" "'$lib'" "$tool" "'$oracle/usr/bin/$tool'" >"$work/root/bin/$tool"
        chmod +x "$work/root/bin/$tool"
    done
    rm -rf "$oracle"
    mv "$work/root" "$oracle"
    version=$("$oracle/bin/dtc" --version) || {
        rm -rf "$oracle"
        fail "the dtc fetched does not run"
    }
    case $version in *1.8.*) ;; *)
        rm -rf "$oracle"
        fail "Debian has '$version' now, not 1.8.x; give a directory with the tools of 1.8.1 as DTC_SHARP_ORACLE"
        ;;
    esac
fi
echo "$oracle/bin"
