#!/usr/bin/env bash
# Makes playground.png and caption.png anew: has a running Attune classify an outline and caption a
# scene of the built-in sets, and takes pictures of the results with Chromium.
# Usage: docs/images/playground.sh [http://localhost:8080 [SAMPLE [SCENE]]]
set -euo pipefail
cd "$(dirname "$0")"
base=${1:-http://localhost:8080}

# picture FILE CALL PAGE DATASET SAMPLE HEIGHT
picture() {
  id=$(curl -fsS "$base/api/$2" -F "dataset=$4" -F "sample=$5" |
    sed -n 's/^{"id":"\([a-z0-9]*\)".*/\1/p')
  until curl -fsS "$base/api/$2/$id" | grep -q '"status":"COMPLETED"'; do
    sleep 1
  done
  options=(--headless --disable-gpu --hide-scrollbars "--window-size=1280,$6")
  [ "$(id -u)" != 0 ] || options+=(--no-sandbox)
  "${CHROMIUM:-chromium}" "${options[@]}" --screenshot="$PWD/$1" "$base/playground/$3/$id"
}

picture playground.png classifications classify icons-outline "${2:-12}" 1040
picture caption.png captions caption scenes "${3:-28}" 1300
