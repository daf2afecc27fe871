#!/bin/bash
# What electron-builder's own script does, and the command line as /usr/bin/telewide.
set -e
home='/opt/${sanitizedProductName}'

ln -sf "$home/${executable}" '/usr/bin/${executable}'
ln -sf "$home/resources/bin/telewide" /usr/bin/telewide

# Chromium's sandbox works with user namespaces, or else with a helper that belongs to root.
if { [[ -L /proc/self/ns/user ]] && unshare --user true; } 2>/dev/null; then
  chmod 0755 "$home/chrome-sandbox" || true
else
  chmod 4755 "$home/chrome-sandbox" || true
fi

if hash update-mime-database 2>/dev/null; then update-mime-database /usr/share/mime || true; fi
if hash update-desktop-database 2>/dev/null; then update-desktop-database /usr/share/applications || true; fi

# Ubuntu from 24.04 lets only programs with a profile make user namespaces.
if apparmor_status --enabled >/dev/null 2>&1; then
  profile="$home/resources/apparmor-profile"
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" '/etc/apparmor.d/${executable}'
    if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
      apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
    fi
  fi
fi
