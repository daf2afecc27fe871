#!/bin/sh
# The command line of an installed Telewide: the program itself, as plain Node. Links are followed by hand, as macOS' readlink may not.
set -e
place=$0
while [ -L "$place" ]; do
  link=$(readlink "$place")
  case $link in
    /*) place=$link ;;
    *) place=$(dirname "$place")/$link ;;
  esac
done
resources=$(cd "$(dirname "$place")/.." && pwd -P)
ELECTRON_RUN_AS_NODE=1 exec "$resources/../MacOS/Telewide" "$resources/app.asar/dist/main/telewide.js" "$@"
