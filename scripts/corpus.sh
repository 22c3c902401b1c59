#!/bin/sh
# Fetches the device trees, headers and bindings of Linux 6.1 from Debian's source package, once, into
# ${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/linux-6.1 and prints that path. DTC_SHARP_CORPUS names another tree.
set -eu
if [ -n "${DTC_SHARP_CORPUS:-}" ]; then
    echo "$DTC_SHARP_CORPUS"
    exit 0
fi

package=linux-source-6.1
selection=1 # to be raised when the list of paths below changes
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp
corpus=$cache/linux-6.1

fail() {
    echo "corpus: $*" >&2
    exit 1
}
is_complete() { grep -qs "^selection $selection\$" "$corpus/.corpus"; }

if ! is_complete; then
    mkdir -p "$cache"
    exec 9>"$cache/linux-6.1.lock"
    flock 9
fi
if ! is_complete; then
    "$(dirname "$0")/install.sh" xz-utils >&2
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    chmod 755 "$work"
    echo "corpus: fetching $package (140 MB) from the Debian mirror" >&2
    # The second try has fresh package lists: the mirror drops old versions.
    (cd "$work" && apt-get -q download $package >log 2>&1) || {
        if [ "$(id -u)" -eq 0 ]; then sudo=; else sudo="sudo -n"; fi
        $sudo apt-get -q update >>"$work/log" 2>&1 || true
        (cd "$work" && apt-get -q download $package >>log 2>&1)
    } || {
        tail -n 10 "$work/log" >&2
        fail "cannot download $package; please run: apt-get update, then this again"
    }

    deb=$(ls "$work"/${package}_*.deb)
    echo "corpus: extracting $(basename "$deb") to $corpus" >&2
    mkdir "$work/tree"
    # include/dt-bindings links to input-event-codes.h; include-prefixes links to the other directories.
    dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/src/$package.tar.xz |
        tar -xJ -C "$work/tree" --strip-components=1 --wildcards --no-wildcards-match-slash \
            "$package/arch/*/boot/dts" \
            "$package/arch/x86/platform/ce4100/*.dts" \
            "$package/include/dt-bindings" \
            "$package/include/uapi/linux/input-event-codes.h" \
            "$package/scripts/dtc/include-prefixes" \
            "$package/drivers/of/unittest-data" \
            "$package/drivers/staging/pi433" \
            "$package/Documentation/devicetree"
    printf 'version %s\nselection %s\n' "$(dpkg-deb -f "$deb" Version)" $selection >"$work/tree/.corpus"
    rm -rf "$corpus"
    mv "$work/tree" "$corpus"
fi
echo "$corpus"
