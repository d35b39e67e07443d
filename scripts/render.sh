#!/usr/bin/env bash
# Shows a workbook as pictures, as it would be printed: one PNG for each page.
#
#   scripts/render.sh WORKBOOK FOLDER                   every page, as FOLDER/page-NN.png
#   scripts/render.sh WORKBOOK FOLDER PAGE              that page alone
#   scripts/render.sh WORKBOOK FOLDER PAGE X Y W H      a part of it, in pixels from its upper left corner
#
# DPI sets the resolution, 120 where it is not given. The pictures in docs/pictures are made so:
#
#   DPI=90 scripts/render.sh output/2023-12-31/绩效评价汇总.xlsx /tmp/overview 1 30 20 690 1010
#   DPI=110 scripts/render.sh output/2023-12-31/绩效评价汇总.xlsx /tmp/ranking 2 35 45 1225 640
#   DPI=110 scripts/render.sh output/2023-12-31/评分表/CJ-2023-01_*.xlsx /tmp/score 1 60 45 1170 885
set -euo pipefail

if [[ $# -ne 2 && $# -ne 3 && $# -ne 7 ]]; then
    sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
for tool in soffice pdftoppm; do
    if ! command -v "$tool" >/dev/null; then
        echo "render.sh: $tool is missing; on Debian: apt-get install libreoffice-calc fonts-noto-cjk poppler-utils" >&2
        exit 2
    fi
done

workbook=$1
folder=$2
if [[ ! -f $workbook ]]; then
    echo "render.sh: no such workbook: $workbook" >&2
    exit 2
fi
mkdir -p "$folder"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A profile of its own lets LibreOffice work beside one that is open, and as any user.
soffice "-env:UserInstallation=file://$scratch/profile" --headless --convert-to pdf --outdir "$scratch" "$workbook" \
    >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
pdf=$(find "$scratch" -maxdepth 1 -name '*.pdf' -print -quit)
if [[ -z $pdf ]]; then
    echo "render.sh: LibreOffice made no PDF of $workbook" >&2
    cat "$scratch/log" >&2
    exit 1
fi

options=(-png -r "${DPI:-120}")
if [[ $# -ge 3 ]]; then options+=(-f "$3" -l "$3"); fi
if [[ $# -eq 7 ]]; then options+=(-x "$4" -y "$5" -W "$6" -H "$7"); fi
pdftoppm "${options[@]}" "$pdf" "$folder/page"
ls "$folder"/page-*.png
