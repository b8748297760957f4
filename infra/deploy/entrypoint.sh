#!/bin/sh
# Secrets come as files: NAME_FILE names the file that holds NAME, so that none is seen in the container's settings.
set -eu
for name in HUB_LEDGER_KEY VAULT_MASTER_KEY; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec node "$@"
