#!/bin/sh
# Makes the font subsets in this folder. Needs Debian packages (versions of Debian 12 gave the files kept here):
#   python3-fonttools fonts-inter fonts-jetbrains-mono fonts-noto-cjk
# Usage: assets/fonts/make-fonts.sh [folder of the system's fonts]
# It calls the system's python3 by its full path: another one earlier in PATH would lack fontTools.
#
# The families are renamed ("Heaploupe Sans/Mono/Hans"): a subset must not pass for the original (SIL OFL 1.1).
# Ligatures and contextual forms are dropped: "->" in code must look like what was typed.
set -eu
fonts=${1:-/usr/share/fonts}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000 # same bytes from every run

# Latin with accents, Greek, Cyrillic, punctuation, arrows, mathematics, box drawing, shapes, key symbols.
latin='U+20-7E,U+A0-17F,U+192,U+1CD-1DC,U+2C6,U+2C7,U+2DA,U+2DC,U+391-3A9,U+3B1-3C9,U+400-45F'
signs='U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+2070-2079,U+207F-2089,U+20AC,U+2116,U+2122,U+2126'
shapes='U+2190-2199,U+21D0,U+21D2,U+21D4,U+21E7,U+21B5,U+2191,U+2202,U+2205,U+2206,U+2208,U+220F,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+2229,U+222A,U+222B,U+2248,U+2260,U+2261,U+2264,U+2265,U+2303,U+2318,U+2325,U+2500-257F,U+2580-259F,U+25A0,U+25A1,U+25AA,U+25B2,U+25B6,U+25B8,U+25BC,U+25C0,U+25C6,U+25C7,U+25CA,U+25CB,U+25CF,U+2605,U+2606,U+2713,U+2714,U+2717,U+FFFD'

# The common characters (GB 2312, level 1: rows 16 to 55), its punctuation (rows 1 and 3), and circled numbers.
chinese_characters() {
    /usr/bin/python3 - <<'PY'
for row in [1, 2, 3] + list(range(16, 56)):
    for cell in range(1, 95):
        try:
            print(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"), end="")
        except UnicodeDecodeError:
            pass
print("、。〈〉《》「」『』【】〔〕～……——·①②③④⑤⑥⑦⑧⑨⑩链栈闩递籍瞰帧巳阈", end="")
PY
}

# subset SOURCE TARGET FAMILY STYLE FEATURES [more options of pyftsubset]
subset() {
    source=$1 target=$2 family=$3 style=$4 features=$5
    shift 5
    /usr/bin/python3 -m fontTools.subset "$source" --output-file="$work/$target" --no-hinting --desubroutinize --name-IDs='0,1,2,3,4,5,6,13,14' \
        --layout-features="$features" --drop-tables+=DSIG,BASE,VORG,vhea,vmtx,STAT,meta --notdef-outline "$@"
    /usr/bin/python3 - "$work/$target" "$here/$target" "$family" "$style" <<'PY'
import sys
from fontTools.ttLib import TTFont
source, target, family, style = sys.argv[1:]
font = TTFont(source, recalcTimestamp=False)
plain = family.replace(" ", "") + "-" + style
texts = {1: family, 2: "Bold" if style == "Bold" else "Regular", 3: plain, 4: family + " " + style, 6: plain}
for record in list(font["name"].names):
    if record.nameID in texts:
        record.string = texts[record.nameID]
if "CFF " in font:
    cff = font["CFF "].cff
    cff.fontNames = [plain]
    cff[0].FullName, cff[0].FamilyName = family + " " + style, family
font.save(target)
PY
}

inter=$fonts/opentype/inter
mono=$fonts/truetype/jetbrains-mono
noto=$fonts/opentype/noto
chinese_characters >"$work/characters"
subset "$inter/Inter-Regular.otf" sans-regular.otf 'Heaploupe Sans' Regular kern,ccmp,mark --unicodes="$latin,$signs,$shapes"
subset "$inter/Inter-SemiBold.otf" sans-bold.otf 'Heaploupe Sans' Bold kern,ccmp,mark --unicodes="$latin,$signs,$shapes"
subset "$mono/JetBrainsMono-Regular.ttf" mono-regular.ttf 'Heaploupe Mono' Regular ccmp,mark --unicodes="$latin,$signs,$shapes"
subset "$mono/JetBrainsMono-Bold.ttf" mono-bold.ttf 'Heaploupe Mono' Bold ccmp,mark --unicodes="$latin,$signs,$shapes"
# Face 2 of the collection is Simplified Chinese.
subset "$noto/NotoSansCJK-Regular.ttc" hans-regular.otf 'Heaploupe Hans' Regular '' --font-number=2 --text-file="$work/characters"
subset "$noto/NotoSansCJK-Bold.ttc" hans-bold.otf 'Heaploupe Hans' Bold '' --font-number=2 --text-file="$work/characters"
ls -l "$here"
