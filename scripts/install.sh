#!/bin/sh
# install.sh PACKAGE...: installs those Debian packages that are missing, and says so. A package counts as
# there when what is needed of it is, so that other distributions can do without dpkg.
there() {
    case $1 in
        device-tree-compiler) command -v dtc >/dev/null && command -v fdtdump >/dev/null ;;
        xz-utils) command -v xz >/dev/null ;;
        libc6-dev) [ -e /usr/include/stdio.h ] ;;
        zlib1g-dev) [ -e /usr/include/zlib.h ] ;;
        dt-schema) command -v dt-validate >/dev/null ;;
        libfdt1) ls /usr/lib/*/libfdt.so.1 /usr/lib*/libfdt.so.1 >/dev/null 2>&1 || [ -n "$(ldconfig -p 2>/dev/null | grep libfdt.so.1)" ] ;;
        qemu-system-arm) command -v qemu-system-arm >/dev/null && command -v qemu-system-aarch64 >/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing=
for package in "$@"; do there "$package" || missing="$missing $package"; done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then sudo=; else sudo="sudo "; fi
command="${sudo}apt-get install -y --no-install-recommends$missing"
explain() {
    echo "dtc-sharp: $1; please run: $command" >&2
    exit 2
}

command -v apt-get >/dev/null || explain "missing:$missing, and there is no apt-get"
[ -z "$sudo" ] || command -v sudo >/dev/null || explain "missing:$missing, and no right to install"
echo "dtc-sharp: installing$missing" >&2
# A terminal may be asked for a password; a pipeline has nobody to ask.
[ -n "$sudo" ] && [ ! -t 2 ] && sudo="sudo -n "
apt() { ${sudo}env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null; }
out=$({ apt update; apt install -y --no-install-recommends $missing; } 2>&1) || {
    echo "$out" | tail -n 15 >&2
    explain "cannot install$missing"
}
for package in $missing; do there "$package" || explain "$package was installed but is not to be found"; done
