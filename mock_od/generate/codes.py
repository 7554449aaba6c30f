"""The procedure codes of the generated practice: common dental codes, wording and prices of our own.

May not: decide who gets what; see treatment.py.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """One procedure code as the practice has set it up."""

    category: str
    """Name of its definition of category 11."""
    code: str
    descript: str
    abbr: str
    layman: str
    time: str
    area: str
    """TreatArea: what the procedure is done to."""
    fee: int
    """Usual fee, in whole dollars."""
    covered: int
    """Percentage a usual insurance plan pays: 100 preventive, 80 basic, 50 major, 0 never."""
    flags: str
    """Letters: h hygiene, x x-ray, p prosthesis, t taxed, n not billed to insurance."""
    paint: str
    """PaintType: how the tooth chart shows it."""

    @property
    def billed(self) -> bool:
        """Whether insurance ever sees it."""
        return "n" not in self.flags


# A line with a bar is a code, its cells in the order of Code; a line without one opens a category.
_TABLE = """
Exams & Xrays
D0120 | recall exam, known patient | PerEx | Regular exam | /X/ | Mouth | 56 | 100 |  |
D0140 | limited exam of one problem | LimEx | Problem exam | /X/ | Mouth | 82 | 100 |  |
D0145 | exam of a child under three | InfEx | First dental visit | /X/ | Mouth | 70 | 100 |  |
D0150 | full exam, new patient | CompEx | New patient exam | /XX/ | Mouth | 98 | 100 |  |
D0160 | extensive exam, one problem | DetEx | Extended exam | /XX/ | Mouth | 165 | 100 |  |
D0170 | re-check of an earlier finding | ReEx | Re-check | /X/ | Mouth | 62 | 100 |  |
D0180 | full gum examination | PerioEx | Gum exam | /XX/ | Mouth | 105 | 100 |  |
D0210 | full mouth x-ray series | FMX | Full set of x-rays | /XX/ | Mouth | 158 | 100 | x |
D0220 | x-ray of a root, first film | PA | Single x-ray | /X/ | Tooth | 34 | 100 | x |
D0230 | x-ray of a root, further film | PA+ | Single x-ray | / | Tooth | 28 | 100 | x |
D0240 | biting x-ray of the jaw | Occl | Jaw x-ray | /X/ | Arch | 48 | 100 | x |
D0270 | one bitewing x-ray | 1BW | Bitewing x-ray | /X/ | Mouth | 32 | 100 | x |
D0272 | two bitewing x-rays | 2BW | Bitewing x-rays | /X/ | Mouth | 52 | 100 | x |
D0274 | four bitewing x-rays | 4BW | Bitewing x-rays | /X/ | Mouth | 74 | 100 | x |
D0330 | panoramic x-ray | Pano | Panoramic x-ray | /X/ | Mouth | 132 | 100 | x |
D0340 | side x-ray of the skull | Ceph | Profile x-ray | /X/ | Mouth | 128 | 80 | x |
D0367 | 3D scan of both jaws | CBCT | 3D scan | /XX/ | Mouth | 345 | 50 | x |
D0431 | screening for mucosal changes | OCS | Oral cancer screening | /X/ | Mouth | 68 | 0 |  |
D0460 | vitality test of a tooth | Vital | Nerve test | /X/ | Tooth | 58 | 80 |  |
D0470 | study models | Models | Study models | /X/ | Mouth | 115 | 80 |  |
Cleanings
D1110 | cleaning, adult | Pro | Adult cleaning | /XXX/ | Mouth | 104 | 100 | h |
D1120 | cleaning, child | ChPro | Child cleaning | /XX/ | Mouth | 76 | 100 | h |
D1206 | fluoride varnish | FlVar | Fluoride varnish | /X/ | Mouth | 46 | 100 | h |
D1208 | fluoride, no varnish | Flo | Fluoride | /X/ | Mouth | 39 | 100 | h |
D1330 | hygiene instruction | OHI | Brushing instruction | /X/ | Mouth | 44 | 0 | h |
D1351 | sealant, one tooth | Seal | Sealant | /X/ | Tooth | 58 | 100 | h | Sealant
D1354 | silver fluoride on one tooth | SDF | Decay-stopping coat | /X/ | Tooth | 52 | 80 |  |
D1510 | space maintainer, one side | SpM | Space holder | /XX/ | Quad | 348 | 80 |  |
D1516 | space maintainer, upper, both sides | SpMU | Space holder | /XX/ | Arch | 470 | 80 |  |
Fillings
D2140 | silver filling, one surface | A1 | | /XX/ | Surf | 142 | 80 | | FillingDark
D2150 | silver filling, two surfaces | A2 | | /XX/ | Surf | 178 | 80 | | FillingDark
D2160 | silver filling, three surfaces | A3 | | /XXX/ | Surf | 214 | 80 | | FillingDark
D2161 | silver filling, four surfaces | A4 | | /XXX/ | Surf | 252 | 80 | | FillingDark
D2330 | white filling, front, one surface | C1(A) | | /XX/ | Surf | 168 | 80 | | FillingLight
D2331 | white filling, front, two surfaces | C2(A) | | /XX/ | Surf | 204 | 80 | | FillingLight
D2332 | white filling, front, three surfaces | C3(A) | | /XX/ | Surf | 246 | 80 | | FillingLight
D2335 | white filling, front, edge rebuilt | C4(A) | | /XXX/ | Surf | 302 | 80 | | FillingLight
D2391 | white filling, back, one surface | C1(P) | | /XX/ | Surf | 182 | 80 | | FillingLight
D2392 | white filling, back, two surfaces | C2(P) | | /XX/ | Surf | 228 | 80 | | FillingLight
D2393 | white filling, back, three surfaces | C3(P) | | /XXX/ | Surf | 278 | 80 | | FillingLight
D2394 | white filling, back, four surfaces | C4(P) | | /XXX/ | Surf | 334 | 80 | | FillingLight
D2910 | inlay or veneer put back on | RecIn | | /X/ | Tooth | 102 | 80 |  |
D2940 | interim protective filling | SedFil | Temporary filling | /X/ | Tooth | 118 | 80 |  |
D2951 | pin for a filling | Pin | | / | Tooth | 68 | 80 |  |
Crowns
D2610 | porcelain inlay, one surface | PorIn | | /XXXX/ | Surf | 870 | 50 | p | CrownLight
D2642 | porcelain onlay, two surfaces | PorOn | | /XXXX/ | Surf | 1020 | 50 | p | CrownLight
D2740 | crown, porcelain | PFC | Porcelain crown | /XXXXX/ | Tooth | 1290 | 50 | p | CrownLight
D2750 | crown, porcelain on gold | PFG | Crown | /XXXXX/ | Tooth | 1310 | 50 | p | CrownLight
D2752 | crown, porcelain on noble metal | PFN | Crown | /XXXXX/ | Tooth | 1240 | 50 | p | CrownLight
D2790 | crown, gold | FGC | Gold crown | /XXXXX/ | Tooth | 1335 | 50 | p | CrownDark
D2920 | crown cemented again | RecCr | | /X/ | Tooth | 124 | 80 |  |
D2930 | steel crown, baby tooth | SSC | Steel crown | /XX/ | Tooth | 308 | 80 | | CrownDark
D2950 | core buildup under a crown | BU | Buildup | /XX/ | Tooth | 288 | 50 | | PostBU
D2952 | cast post and core | CPost | Post and core | /XXX/ | Tooth | 440 | 50 | | PostBU
D2954 | ready-made post and core | PPost | Post and core | /XX/ | Tooth | 356 | 50 | | PostBU
D2962 | veneer, porcelain | Ven | Veneer | /XXXX/ | Tooth | 1190 | 0 | | Veneer
D2980 | crown repair | CrRep | | /XX/ | Tooth | 240 | 50 |  |
Endo
D3110 | cap directly on the nerve | DPC | Nerve cap | /X/ | Tooth | 88 | 80 |  |
D3120 | cap near the nerve | IPC | Nerve cap | /X/ | Tooth | 82 | 80 |  |
D3220 | nerve treatment, baby tooth | Pulp | Baby root canal | /XX/ | Tooth | 204 | 80 |  |
D3221 | nerve opened for relief | PulpD | Emergency root canal | /XX/ | Tooth | 216 | 80 |  |
D3310 | root canal, front tooth | RCT-A | Root canal | /XXXXX/ | Tooth | 790 | 80 | | RCT
D3320 | root canal, premolar | RCT-B | Root canal | /XXXXX/ | Tooth | 910 | 80 | | RCT
D3330 | root canal, molar | RCT-M | Root canal | /XXXXXXX/ | Tooth | 1120 | 80 | | RCT
D3346 | root canal redone, front tooth | ReRCT-A | | /XXXXXX/ | Tooth | 960 | 80 | | RCT
D3348 | root canal redone, molar | ReRCT-M | | /XXXXXXX/ | Tooth | 1310 | 80 | | RCT
D3410 | root tip surgery, front tooth | Apico | Root surgery | /XXXX/ | Tooth | 860 | 80 |  |
Perio
D4210 | gum trimmed, one quadrant | GVect | | /XXXX/ | Quad | 590 | 50 |  |
D4249 | tooth lengthened for a crown | CrLen | Crown lengthening | /XXXX/ | Tooth | 760 | 50 |  |
D4260 | bone surgery, one quadrant | Osse | Gum surgery | /XXXXXX/ | Quad | 1180 | 50 |  |
D4263 | bone graft at one tooth | BGraf | Bone graft | /XXX/ | Tooth | 480 | 50 |  |
D4341 | scaling and root planing, quadrant | SRP | Deep cleaning | /XXXX/ | Quad | 268 | 80 | h |
D4342 | scaling, one to three teeth | SRPPrt | Deep cleaning | /XXX/ | Quad | 192 | 80 | h |
D4346 | scaling of inflamed gums | GingSc | Gum cleaning | /XXX/ | Mouth | 148 | 80 | h |
D4355 | first coarse cleaning | Debr | Coarse cleaning | /XXX/ | Mouth | 182 | 80 | h |
D4381 | medicine placed under the gum | Local | Gum antibiotic | /X/ | Tooth | 96 | 50 | h |
D4910 | cleaning after gum treatment | PerMn | Gum maintenance | /XXX/ | Mouth | 154 | 80 | h |
Dentures
D5110 | full denture, upper | FUD | Upper denture | /XXXX/ | Arch | 1720 | 50 | p | DentureLight
D5120 | full denture, lower | FLD | Lower denture | /XXXX/ | Arch | 1740 | 50 | p | DentureLight
D5130 | denture placed at once, upper | ImUD | | /XXXX/ | Arch | 1860 | 50 | p | DentureLight
D5211 | partial denture, resin, upper | RPDU | Partial | /XXXX/ | Arch | 1240 | 50 | p | DentureLight
D5213 | partial denture, metal, upper | MPDU | Partial | /XXXX/ | Arch | 1810 | 50 | p | DentureLight
D5214 | partial denture, metal, lower | MPDL | Partial | /XXXX/ | Arch | 1820 | 50 | p | DentureLight
D5410 | denture adjusted, upper | AdjU | Denture fitting | /X/ | Arch | 86 | 50 |  |
D5421 | partial adjusted, upper | AdjPU | Denture fitting | /X/ | Arch | 86 | 50 |  |
D5511 | broken denture base, lower | RepL | Denture repair | /X/ | Arch | 208 | 50 |  |
D5730 | denture relined, upper, in chair | RelU | Reline | /XX/ | Arch | 352 | 50 |  |
Implants & Bridges
D6010 | implant placed in the bone | Imp | Implant | /XXXXXX/ | Tooth | 2180 | 50 | | Implant
D6056 | abutment, ready made | AbutP | Implant post | /XX/ | Tooth | 640 | 50 |  |
D6057 | abutment, custom made | AbutC | Implant post | /XX/ | Tooth | 780 | 50 |  |
D6058 | porcelain crown on an abutment | ImpCr | Implant crown | /XXXX/ | Tooth | 1480 | 50 | p |
D6104 | bone graft with an implant | ImpGr | Bone graft | /XX/ | Tooth | 560 | 50 |  |
D6240 | bridge tooth, porcelain on gold | PonG | Bridge | /XXX/ | Tooth | 1280 | 50 | p | BridgeLight
D6245 | bridge tooth, porcelain | PonP | Bridge | /XXX/ | Tooth | 1260 | 50 | p | BridgeLight
D6740 | bridge crown, porcelain | RetP | Bridge | /XXXXX/ | Tooth | 1290 | 50 | p | BridgeLight
D6750 | bridge crown, porcelain on gold | RetG | Bridge | /XXXXX/ | Tooth | 1310 | 50 | p | BridgeLight
D6930 | bridge cemented again | RecBr | | /X/ | Mouth | 178 | 80 |  |
Oral Surgery
D7111 | loose baby tooth taken out | ExtB | Extraction | /X/ | Tooth | 128 | 80 | | Extraction
D7140 | tooth taken out | Ext | Extraction | /XX/ | Tooth | 188 | 80 | | Extraction
D7210 | tooth taken out surgically | SExt | Extraction | /XXX/ | Tooth | 312 | 80 | | Extraction
D7220 | buried tooth, soft tissue | ImST | Wisdom tooth | /XXX/ | Tooth | 348 | 80 | | Extraction
D7230 | buried tooth, partly in bone | ImPB | Wisdom tooth | /XXX/ | Tooth | 432 | 80 | | Extraction
D7240 | buried tooth, in bone | ImFB | Wisdom tooth | /XXXX/ | Tooth | 518 | 80 | | Extraction
D7250 | root rest taken out | RootX | Extraction | /XXX/ | Tooth | 326 | 80 | | Extraction
D7310 | ridge smoothed with extractions | Alveo | | /XX/ | Quad | 338 | 80 |  |
D7510 | abscess opened | I&D | Abscess drained | /XX/ | Tooth | 232 | 80 |  |
D7953 | bone graft to keep the ridge | RidgeGr | Bone graft | /XX/ | Tooth | 520 | 50 |  |
Ortho
D8080 | full braces, teenager | OrthT | Braces | /XXXXXX/ | Mouth | 5400 | 50 |  |
D8090 | full braces, adult | OrthA | Braces | /XXXXXX/ | Mouth | 5900 | 0 |  |
D8670 | orthodontic visit | OrthV | Braces visit | /XX/ | Mouth | 198 | 50 |  |
D8680 | end of braces, retainers | Ret | Retainers | /XXX/ | Mouth | 495 | 50 |  |
Misc
D9110 | relief of dental pain | Pall | Emergency care | /XX/ | Mouth | 122 | 80 |  |
D9230 | laughing gas | N2O | Laughing gas | / | Mouth | 72 | 0 |  |
D9243 | intravenous sedation, 15 minutes | IVSed | Sedation | /X/ | Mouth | 178 | 50 |  |
D9310 | consultation, second opinion | Cons | Consultation | /XX/ | Mouth | 118 | 80 |  |
D9430 | office visit without treatment | OV | Office visit | /X/ | Mouth | 64 | 0 |  |
D9910 | sensitive teeth treated | Desens | Desensitizing | /X/ | Mouth | 54 | 50 |  |
D9944 | night guard, hard, one arch | NGd | Night guard | /XX/ | Arch | 560 | 50 |  |
D9951 | bite adjusted, limited | OccLim | Bite adjustment | /X/ | Mouth | 138 | 50 |  |
D9972 | whitening in the office, one arch | Bleach | Whitening | /XXX/ | Arch | 245 | 0 | tn |
D9986 | missed appointment | Missed | | / | Mouth | 45 | 0 | n |
D9987 | cancelled appointment | Cancel | | / | Mouth | 25 | 0 | n |
D9999 | other treatment, by report | Other | | /X/ | Mouth | 110 | 0 |  |
"""


def _read(table: str) -> tuple[Code, ...]:
    codes = []
    category = ""
    for line in table.strip().splitlines():
        if "|" not in line:
            category = line
            continue
        code, descript, abbr, layman, time, area, fee, covered, flags, paint = map(str.strip, line.split("|"))
        codes.append(Code(category, code, descript, abbr, layman, time, area, int(fee), int(covered), flags, paint))
    return tuple(codes)


CODES = _read(_TABLE)
CATEGORIES = tuple(dict.fromkeys(code.category for code in CODES))
BY_CODE = {code.code: code for code in CODES}
CODE_NUMS = {code.code: number for number, code in enumerate(CODES, start=1)}
