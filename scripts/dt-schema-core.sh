#!/bin/sh
# Fetches the core schemas of dt-schema 2026.06 (from Debian's package) into
# ${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/dt-schema-2026.06, once, and prints their directory: findings are compared
# with those of dt-schema under the same schemas. DTC_SHARP_DTSCHEMA_CORE names another directory.
set -eu
if [ -n "${DTC_SHARP_DTSCHEMA_CORE:-}" ]; then
    echo "$DTC_SHARP_DTSCHEMA_CORE"
    exit 0
fi

root=${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/dt-schema-2026.06
[ -d "$root" ] || "$(dirname "$0")/debian-fetch.sh" "$root" dt-schema d/dt-schema/dt-schema_2026.06-1_all.deb
echo "$root/usr/lib/python3/dist-packages/dtschema/schemas"
