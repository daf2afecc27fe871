#!/bin/sh
# The command line of an installed Telewide: the program itself, as plain Node.
set -e
resources=$(dirname "$(dirname "$(readlink -f "$0")")")
ELECTRON_RUN_AS_NODE=1 exec "$resources/../telewide-desktop" "$resources/app.asar/dist/main/telewide.js" "$@"
