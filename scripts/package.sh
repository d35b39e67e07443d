#!/usr/bin/env bash
# Makes the package for a computer without internet and without a compiler: the program, its manual, blank forms, the
# sample inbox, the rubric editions, the examples for schedulers, and the licences of everything in it.
#
#   scripts/package.sh             for this machine
#   scripts/package.sh TARGET      for another, such as x86_64-pc-windows-gnu, whose toolchain has to be installed
#
# Writes dist/jixiao-<version>-<target>.tar.gz, and for Windows a .zip beside it (with python3). Names are sorted, times
# are those of the last commit and owners are 0, so the same sources give the same archive; only the blank forms bear the
# day on which they are made. They are left out where the program cannot run on this machine.
#
#   JIXIAO_BINARY      a ready program, which is packed instead of building one
#   JIXIAO_DIST        the folder to write into instead of dist
#   SOURCE_DATE_EPOCH  the time of the files, in seconds, instead of that of the last commit
set -euo pipefail

if [[ $# -gt 1 || ${1:-} == -* ]]; then
    sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
dist=$(realpath -m "${JIXIAO_DIST:-$(dirname "$0")/../dist}")
ready=${JIXIAO_BINARY:+$(realpath "$JIXIAO_BINARY")}
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 TZ=UTC

cargo=${CARGO:-cargo}
host=$(rustc -vV | sed -n 's/^host: //p')
target=${1:-$host}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=jixiao-$version-$target
exe=
if [[ $target == *windows* ]]; then
    exe=.exe
    if ! command -v python3 >/dev/null; then
        echo 'package.sh: python3, which writes the .zip, is missing; on Debian: apt-get install python3' >&2
        exit 2
    fi
fi
time=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}

if [[ -n $ready ]]; then
    binary=$ready
elif [[ $target == "$host" ]]; then
    "$cargo" build --release --locked
    binary=${CARGO_TARGET_DIR:-target}/release/jixiao$exe
else
    "$cargo" build --release --locked --target "$target"
    binary=${CARGO_TARGET_DIR:-target}/$target/release/jixiao$exe
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
package=$scratch/$name
mkdir "$package"

# Copies files and folders; of folders only what belongs to the repository, where it is one.
add() {
    if git rev-parse --git-dir >/dev/null 2>&1; then
        git ls-files -z -- "$@"
    else
        find "$@" -type f -print0
    fi | xargs -0 cp --parents -t "$package"
}

# A page with links that hold at the top of the package, where the manuals stand.
page() {
    sed -e 's#](\.\./#](#g' -e 's#](\([a-z]*\.md\))#](docs/\1)#g' -e 's#](\(docs/\)\{0,1\}manual\.zh-CN\.md)#](手册.md)#g' \
        -e 's#](\(docs/\)\{0,1\}manual\.en\.md)#](manual.md)#g' "$1" >"$package/$2"
}

# The crates that are built in, with their licences, and every text of a licence once, with the crates that have it.
third_party() {
    local crates crate folder file sum registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
    crates=$("$cargo" tree --locked --target "$target" --edges normal --prefix none --format '{p}|{l}' |
        sed 's/ (\*)$//; s/ (proc-macro)//' | grep -v '^jixiao ' | sort -u)
    echo 'The libraries in this program, and their licences. 本程序所用的程序库及其许可。'
    echo
    printf '%s\n' "${crates//|/: }"
    mkdir "$scratch/texts"
    while read -r crate; do
        for folder in "$registry"/*/"$crate"; do
            for file in "$folder"/[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]* "$folder"/COPYING* "$folder"/NOTICE*; do
                if [[ -f $file ]]; then
                    sum=$(sha256sum <"$file" | cut -c 1-64)
                    cp "$file" "$scratch/texts/$sum"
                    echo "$crate" >>"$scratch/texts/$sum.crates"
                fi
            done
        done
    done < <(printf '%s\n' "$crates" | sed 's/ v\([^| ]*\).*/-\1/')
    for file in "$scratch"/texts/*.crates; do
        if [[ -f $file ]]; then
            printf '\n%s\n%s\n\n' '----------------------------------------' "$(sort -u "$file" | paste -sd ' ')"
            cat "${file%.crates}"
        fi
    done
}

install -m 755 "$binary" "$package/jixiao$exe"
page docs/manual.zh-CN.md 手册.md
page docs/manual.en.md manual.md
add LICENSE input rubrics examples/schedule docs/configuration.md docs/rubrics.md \
    docs/findings.md docs/surveys.md docs/schedule.md
third_party >"$package/THIRD-PARTY.txt"
if "$package/jixiao$exe" --version >/dev/null 2>&1; then
    "$package/jixiao$exe" template "$package/templates" >/dev/null
else
    echo "package.sh: the program for $target does not run here; the package has no blank forms" >&2
fi

mkdir -p "$dist"
cd "$scratch"
find "$name" -exec chmod u=rwX,go=rX {} + -exec touch --no-dereference --date="@$time" {} +
tar --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$time" -cf - "$name" |
    gzip -n >"$scratch/$name.tar.gz"
mv "$scratch/$name.tar.gz" "$dist/"
echo "$dist/$name.tar.gz"
if [[ -n $exe ]]; then
    # Info-ZIP does not mark names as UTF-8, and Windows then shows Chinese ones garbled.
    python3 - "$name" "$time" <<'PYTHON'
import sys, time, zipfile
from pathlib import Path

name, seconds = sys.argv[1], int(sys.argv[2])
date = time.gmtime(seconds)[:6]
with zipfile.ZipFile(f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(path for path in Path(name).rglob("*") if path.is_file()):
        entry = zipfile.ZipInfo(path.as_posix(), date)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
        entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
        archive.writestr(entry, path.read_bytes())
PYTHON
    mv "$scratch/$name.zip" "$dist/"
    echo "$dist/$name.zip"
fi
