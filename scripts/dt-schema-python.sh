#!/bin/sh
# Fetches what dt-schema 2026.06 (scripts/dt-schema-core.sh) needs to run under the Python of Debian 12: newer packages of
# jsonschema and referencing, which hold Python text only, into ${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp, once. Prints the
# directories for PYTHONPATH with colons between. For rpds-py, which is compiled, stands in what is in
# tests/Dtc.Bindings.Tests/Hypervisors/Upstream.
set -eu
here=$(dirname "$0")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp
paths=$("$here/dt-schema-core.sh")
paths=${paths%/dtschema/schemas}
fetch() { # package, path below the pool when this was written
    [ -d "$cache/$1" ] || "$here/debian-fetch.sh" "$cache/$1" "$1" "$2"
    paths=$cache/$1/usr/lib/python3/dist-packages:$paths
}
fetch python3-jsonschema p/python-jsonschema/python3-jsonschema_4.19.2-6_all.deb
fetch python3-referencing p/python-referencing/python3-referencing_0.37.0-1_all.deb
fetch python3-jsonschema-specifications p/python-jsonschema-specifications/python3-jsonschema-specifications_2023.12.1-2_all.deb
echo "$paths"
