#!/bin/sh
# Writes the content of the image into a folder: the package that `npm pack` makes, and the native SQLite without the binaries of other
# platforms and without its sources. Further arguments are options of `npm pack`: `--ignore-scripts` packs the present build.
set -eu
folder=$1
shift
cd "$(dirname "$0")/.."

mkdir -p "$folder"
npm pack --silent --pack-destination "$folder" "$@"
# npm gives all files one old date, by which Docker would take changed files of equal size for unchanged ones.
tar -xmzf "$folder"/klockwork-*.tgz -C "$folder" --strip-components=1
rm "$folder"/klockwork-*.tgz

sqlite=node_modules/better-sqlite3
mkdir -p "$folder/$sqlite/prebuilds"
cp -r $sqlite/package.json $sqlite/LICENSE $sqlite/lib "$folder/$sqlite"
cp "$sqlite/prebuilds/linux-$(node -p process.arch).node" "$folder/$sqlite/prebuilds"
