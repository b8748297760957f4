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
# As the local stack runs its services; NODE_OPTIONS does not take this flag.
exec node --single-threaded-gc "$@"
