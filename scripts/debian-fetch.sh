#!/bin/sh
# debian-fetch.sh DIR PACKAGE PATH: unpacks a package of Debian's sid that holds only data into DIR, which must not
# exist. PATH is where it was below the pool when this was written; where it is gone, the version of today is taken.
set -eu
[ $# -eq 3 ] || { echo "usage: debian-fetch.sh DIR PACKAGE PATH" >&2; exit 2; }
target=$1 package=$2 path=$3

fail() {
    echo "debian-fetch: $*" >&2
    exit 1
}
mkdir -p "$(dirname "$target")"
exec 9>"$target.lock"
flock 9
[ ! -d "$target" ] || exit 0
"$(dirname "$0")/install.sh" curl xz-utils >&2
mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 2>/dev/null | sed -n 's|/* Debian$||p' | head -n 1)
[ -n "$mirror" ] || fail "apt has no source of Debian packages"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
echo "debian-fetch: fetching $package from the Debian mirror" >&2
if ! curl -fsS --retry 3 -m 300 -o "$work/deb" "$mirror/pool/main/$path" 2>/dev/null; then
    curl -fsS --retry 3 -m 600 -o "$work/Packages.xz" "$mirror/dists/sid/main/binary-amd64/Packages.xz"
    path=$(xz -dc "$work/Packages.xz" | sed -n "/^Package: $package\$/,/^\$/s/^Filename: //p" | head -n 1)
    [ -n "$path" ] || fail "Debian has no package $package"
    curl -fsS --retry 3 -m 300 -o "$work/deb" "$mirror/$path"
fi
dpkg-deb -x "$work/deb" "$work/root"
mv "$work/root" "$target"
