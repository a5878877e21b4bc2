#!/usr/bin/env bash
# Installs a Chromium and two readers of zips where there are none, builds, and runs every test. The last line is the result.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# These processes end before profile-guided code would pay off.
export DOTNET_TieredPGO=0
solution=Marketplace.Portal.sln
tests=Marketplace.Tests

has_headless_browser() {
  [ -n "${MARKETPLACE_CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null
}

has_browser() {
  has_headless_browser && return
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's package of that name is a notice to use snap, which no container has.
    command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1 && return
  done
  compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium-*/INSTALLATION_COMPLETE" >/dev/null
}

apt_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_zip_readers() {
  command -v unzip >/dev/null && command -v bsdtar >/dev/null
}

playwright_install() {
  local driver node with_deps=()
  driver=$(find "$tests/bin" -type d -name .playwright -print -quit)
  node=$(find "$driver/node" -type f -name 'node*' -perm -u+x -print -quit)
  [ "$(id -u)" = 0 ] && with_deps=(--with-deps)
  "$node" "$driver/package/cli.js" install "${with_deps[@]}" chromium
}

# One compiler for all projects, whatever the environment says: it loads the analyzers once.
dotnet build "$solution" --nologo -v quiet -p:UseSharedCompilation=true

if ! has_headless_browser; then
  # Debian's Chromium without windows is the fastest; any other serves.
  apt_install chromium-headless-shell || true
fi
if ! has_browser; then
  echo "No Chromium found; installing one for the browser tests."
  apt_install chromium || true
  has_browser || playwright_install || true
  has_browser || echo "No Chromium could be installed; the browser tests will say that they were left out."
fi

if ! has_zip_readers; then
  echo "Installing unzip and bsdtar, with which the package reader is compared."
  apt_install unzip libarchive-tools || true
  has_zip_readers || echo "They could not be installed; the test that compares with them will say that it did so with .NET's reader alone."
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
dotnet test --solution "$solution" --no-build --no-ansi --no-progress 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
# At the end, where a log that was cut still shows them.
grep -E '^ *failed [A-Z]' "$log" || true
awk '/^ *failed:/{f+=$2} /^ *succeeded:/{p+=$2} /^ *skipped:/{s+=$2} END{printf "%d passed, %d failed, %d skipped\n",p,f,s}' "$log"
exit "$code"
