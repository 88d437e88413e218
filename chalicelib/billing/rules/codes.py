"""The code of a receipt as people read and type it, and what of a name may be told to strangers."""

GROUPS, GROUP = 5, 4  # 20 letters and digits of base32: a hundred bits


def grouped(code: str) -> str:
    """Return « ABCD-EFGH-… »."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def canonical(code: str) -> str:
    """Return a code in the one form it has, however it was typed; 0, 1 and 8 are not in base32, so they are letters."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return typed.translate(str.maketrans("018", "OLB"))


def initials(name: str) -> str:
    """Return « Z. L.-C. » of « Zoé Lefèbvre-Côté »."""
    words = ("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.split())
    return " ".join(words).upper()
