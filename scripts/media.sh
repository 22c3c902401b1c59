#!/bin/sh
# Fetches the boot media that the tests of tests/Boot need (100 MB, once) with our own command.
set -eu
cd "$(dirname "$0")/.."
command="./dtc-sharp media fetch"
$command "$@" || {
    echo "media: the boot media could not be fetched; please run: $command" >&2
    exit 1
}
