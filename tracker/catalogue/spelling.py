"""One key for the many spellings of an agency: abbreviations written out, dashes, "và" and accents gone."""

import re
from functools import lru_cache

from tracker.vietnamese import fold, tidy

_DASHES = re.compile(r"\s*[‐‑‒–—―−]\s*")
_SIGNS = re.compile(r"[^a-z0-9]+")
_LEAD = re.compile(
    r"^(?:[\s*_#>•+\-–]+|(?:\d+|[ivx]+|[a-zđ])(?:\.\d+)*[.)]\s+|"
    r"(?:kính\s+)?đề nghị\s+|giao\s+(?:cho\s+)?|yêu cầu\s+|nhiệm vụ của\s+|trách nhiệm của\s+|đối với\s+|"
    r"phối hợp với\s+|phối hợp cùng\s+|cùng với\s+|cùng\s+|với\s+)",
    re.IGNORECASE,
)
_LONGEST_WINDOW = 4
_LONGEST_PIECE = 8

_LABOUR = "lao dong thuong binh xa hoi"
_FARMING = "nong nghiep phat trien nong thon"
_FRONT = "uy ban mat tran to quoc"
_SHORT_FORMS = {
    "ldtbxh": _LABOUR,
    "sldtbxh": f"so {_LABOUR}",
    "bldtbxh": f"bo {_LABOUR}",
    "tbxh": "thuong binh xa hoi",
    "xh": "xa hoi",
    "khdt": "ke hoach dau tu",
    "skhdt": "so ke hoach dau tu",
    "nnptnt": _FARMING,
    "snnptnt": f"so {_FARMING}",
    "ptnt": "phat trien nong thon",
    "nnmt": "nong nghiep moi truong",
    "snnmt": "so nong nghiep moi truong",
    "bnnmt": "bo nong nghiep moi truong",
    "tnmt": "tai nguyen moi truong",
    "stnmt": "so tai nguyen moi truong",
    "gddt": "giao duc dao tao",
    "sgddt": "so giao duc dao tao",
    "tttt": "thong tin truyen thong",
    "stttt": "so thong tin truyen thong",
    "khcn": "khoa hoc cong nghe",
    "skhcn": "so khoa hoc cong nghe",
    "gtvt": "giao thong van tai",
    "sgtvt": "so giao thong van tai",
    "vhttdl": "van hoa the thao du lich",
    "svhttdl": "so van hoa the thao du lich",
    "vhtt": "van hoa thong tin",
    "vhxh": "van hoa xa hoi",
    "dttg": "dan toc ton giao",
    "tckh": "tai chinh ke hoach",
    "ktht": "kinh te ha tang",
    "qldt": "quan ly do thi",
    "nhcsxh": "ngan hang chinh sach xa hoi",
    "csxh": "chinh sach xa hoi",
    "nhnn": "ngan hang nha nuoc",
    "nhno": "ngan hang nong nghiep",
    "pgd": "phong giao dich",
    "cn": "chi nhanh",
    "bhxh": "bao hiem xa hoi",
    "kbnn": "kho bac nha nuoc",
    "ubnd": "uy ban nhan dan",
    "ub": "uy ban",
    "hdnd": "hoi dong nhan dan",
    "dbqh": "dai bieu quoc hoi",
    "vp": "van phong",
    "bql": "ban quan ly",
    "kkt": "khu kinh te",
    "kcn": "khu cong nghiep",
    "mttq": "mat tran to quoc",
    "mttqvn": "mat tran to quoc viet nam",
    "ubmttq": _FRONT,
    "ubmttqvn": f"{_FRONT} viet nam",
    "mtqg": "muc tieu quoc gia",
    "ctmtqg": "chuong trinh muc tieu quoc gia",
    "ccb": "cuu chien binh",
    "lhpn": "lien hiep phu nu",
    "ldld": "lien doan lao dong",
    "tncs": "thanh nien cong san",
    "tncshcm": "thanh nien cong san ho chi minh",
    "hcm": "ho chi minh",
    "nct": "nguoi cao tuoi",
    "ctd": "chu thap do",
    "htx": "hop tac xa",
    "lmhtx": "lien minh hop tac xa",
    "hhdn": "hiep hoi doanh nghiep",
    "dn": "doanh nghiep",
    "ptth": "phat thanh truyen hinh",
    "bchqs": "bo chi huy quan su",
    "chqs": "chi huy quan su",
    "bdbp": "bo doi bien phong",
    "ch": "chi huy",
    "bcd": "ban chi dao",
    "ntm": "nong thon moi",
    "xdntm": "xay dung nong thon moi",
    "dpntm": "dieu phoi nong thon moi",
    "dpxdntm": "dieu phoi xay dung nong thon moi",
    "ttyt": "trung tam y te",
    "pvhcc": "phuc vu hanh chinh cong",
    "vn": "viet nam",
    "tw": "trung uong",
    "tp": "thanh pho",
    "ld": "lao dong",
    "nn": "nong nghiep",
}


def plain_name(text: str) -> str:
    """Return `text` as a name: NFC, one kind of dash, single spaces, no numbering, marks or verb of address."""
    name = " ".join(_DASHES.sub(" - ", tidy(text)).split())
    previous = None
    while name != previous:
        previous = name
        name = _LEAD.sub("", name, count=1)
    return name.strip(' *_:;.,"“”')


@lru_cache(maxsize=4096)
def agency_key(text: str) -> str:
    """Return the key where all spellings of one agency meet: "Sở LĐ, TB&XH" → "so lao dong thuong binh xa hoi"."""
    words = [word for word in _SIGNS.sub(" ", fold(tidy(text))).split() if word != "va"]
    written: list[str] = []
    at = 0
    while at < len(words):
        size = _abbreviated(words, at)
        joined = "".join(words[at : at + size])
        written.append(_SHORT_FORMS.get(joined, joined) if size else words[at])
        at += max(size, 1)
    return " ".join(written)


def _abbreviated(words: list[str], at: int) -> int:
    """Return how many words from `at` together form one abbreviation ("LĐ", "TB", "XH" → 3), or 0."""
    for size in range(min(_LONGEST_WINDOW, len(words) - at), 0, -1):
        window = words[at : at + size]
        if all(len(word) <= _LONGEST_PIECE for word in window) and "".join(window) in _SHORT_FORMS:
            return size
    return 0
