#!/usr/bin/env bash
# Writes the one initial migration of each database again. Until the first release there is nothing to upgrade from.
set -euo pipefail
cd "$(dirname "$0")"
dotnet tool restore >/dev/null
rm -rf Marketplace.Jobs/Data/Migrations
for provider in Sqlite SqlServer; do
  dotnet ef migrations add Initial --project Marketplace.Jobs --context "${provider}MarketplaceDb" --output-dir "Data/Migrations/$provider"
done
