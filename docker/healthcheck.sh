#!/bin/sh
# Exit 0 while the hub lives. Liveness only: an integration that fails is no reason to restart the process.
set -eu
if [ -n "${OPS_PASSWORD:-}" ]; then
  password=$OPS_PASSWORD
else
  password=$(cat "${OPS_PASSWORD_FILE:-/opt/caravan/data/ops.password}")
fi
# Through standard input, so that no process list shows the password.
printf 'user = "%s:%s"\n' "${OPS_USER:-ops}" "$password" |
  curl --silent --show-error --fail --max-time 5 --output /dev/null --config - \
    "http://127.0.0.1:${SERVER_PORT:-8080}/observe/health/live"
