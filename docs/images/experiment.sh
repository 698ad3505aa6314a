#!/usr/bin/env bash
# Makes experiment.png anew: runs rlcf-tune on 200 outlines on a running Attune, and takes a picture
# of its page with Chromium. Usage: docs/images/experiment.sh [http://localhost:8080 [ID]]
# With an ID, the page of that experiment is taken and nothing is run.
set -euo pipefail
cd "$(dirname "$0")"
base=${1:-http://localhost:8080}
id=${2:-}
json='Content-Type: application/json'

if [ -z "$id" ]; then
  id=$(curl -fsS -H "$json" "$base/api/experiments" \
    -d '{"preset":"rlcf-tune","dataset":"icons-outline","limit":200}' |
    sed -n 's/^{"id":"\([a-z0-9]*\)".*/\1/p')
fi
until curl -fsS "$base/api/experiments/$id" | grep -q '"status":"COMPLETED"'; do
  sleep 2
done

options=(--headless --disable-gpu --hide-scrollbars --window-size=1280,1000)
[ "$(id -u)" != 0 ] || options+=(--no-sandbox)
"${CHROMIUM:-chromium}" "${options[@]}" --screenshot="$PWD/experiment.png" \
  "$base/experiments/$id"
