#!/bin/bash
# Takes away what after-install.sh made. On an update it runs after the new version is there, which then keeps its links.
if [ "$1" = upgrade ]; then exit 0; fi
rm -f '/usr/bin/${executable}'
if [ "$(readlink /usr/bin/telewide)" = '/opt/${sanitizedProductName}/resources/bin/telewide' ]; then rm -f /usr/bin/telewide; fi

if [ -f '/etc/apparmor.d/${executable}' ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove '/etc/apparmor.d/${executable}' || true
  fi
  rm -f '/etc/apparmor.d/${executable}'
fi
