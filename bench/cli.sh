#!/bin/sh
# Builds vsconvert and the programs it is measured beside, and measures whole
# processes. Arguments go to cmd/cli: -runs 9, -only 'VTT|batch', -dir DIR.
set -eu
cd "$(dirname "$0")"
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
(cd .. && go build -o "$bin/vsconvert" ./cmd/vsconvert)
go build -o "$bin/astisub" github.com/asticode/go-astisub/astisub
go build -o "$bin/" ./cmd/excelize ./cmd/corpus ./cmd/cli
"$bin/cli" -bin "$bin" "$@"
