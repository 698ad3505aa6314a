#!/usr/bin/env bash
# Makes playground.png anew: has a running Attune adapt to an outline of the built-in set, and takes
# a picture of the result with Chromium. Usage: docs/images/playground.sh [http://localhost:8080 [SAMPLE]]
set -euo pipefail
cd "$(dirname "$0")"
base=${1:-http://localhost:8080}
sample=${2:-12}

id=$(curl -fsS "$base/api/classifications" -F dataset=icons-outline -F "sample=$sample" |
  sed -n 's/^{"id":"\([a-z0-9]*\)".*/\1/p')
until curl -fsS "$base/api/classifications/$id" | grep -q '"status":"COMPLETED"'; do
  sleep 1
done

options=(--headless --disable-gpu --hide-scrollbars --window-size=1280,1040)
[ "$(id -u)" != 0 ] || options+=(--no-sandbox)
"${CHROMIUM:-chromium}" "${options[@]}" --screenshot="$PWD/playground.png" \
  "$base/playground/classify/$id"
