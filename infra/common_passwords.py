"""Writes the list of passwords that too many people have, from zxcvbn's: `python -m infra.common_passwords`."""

from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS

TARGET = Path(__file__).parent.parent / "chalicelib/accounts/rules/common_passwords.txt"
FRENCH = """
motdepasse mdp azerty azertyuiop bonjour soleil jetaime doudou loulou chouchou coucou marseille nicolas camille
quebec montreal canadiens canada hockey poutine tabarnak patate bienvenue ontario ottawa laurentides
password1 passe secret123 abcdefgh1234
"""  # zxcvbn's list is English for the most part


def main() -> None:
    """Write French and English together, most used first, in the plain form that passwords are compared in."""
    words = dict.fromkeys([*FRENCH.split(), *(word.casefold() for word in FREQUENCY_LISTS["passwords"])])
    TARGET.write_text("\n".join(word for word in words if word.isascii() and not set(word) & set(" \n")) + "\n")


if __name__ == "__main__":
    main()
