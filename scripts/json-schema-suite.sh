#!/bin/sh
# Fetches the official tests of JSON Schema (as Debian packages them for Perl) into
# ${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/json-schema-suite, once, and prints their directory, in which there is
# draft2019-09. DTC_SHARP_JSON_SCHEMA_SUITE names another one, as tests/ of json-schema-org/JSON-Schema-Test-Suite.
set -eu
if [ -n "${DTC_SHARP_JSON_SCHEMA_SUITE:-}" ]; then
    echo "$DTC_SHARP_JSON_SCHEMA_SUITE"
    exit 0
fi

root=${XDG_CACHE_HOME:-$HOME/.cache}/dtc-sharp/json-schema-suite
[ -d "$root" ] || "$(dirname "$0")/debian-fetch.sh" "$root" libtest-json-schema-acceptance-perl \
    libt/libtest-json-schema-acceptance-perl/libtest-json-schema-acceptance-perl_1.040-1_all.deb
echo "$root/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests"
