"""Currencies: how many decimals each has.

Before this: `problems`. After this: `money`. Source: ISO 4217 list one as published on 2026-01-01 (current codes,
funds included). A code which the list gives no minor unit (metals, the test code, units of account) is refused: no
amount can be held in it.
"""

from typing import Final

from lowmark.core.kinds.problems import Problem

_BY_EXPONENT: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
       AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
       CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG
       HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
       MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD
       SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD
       XCG YER ZAR ZMW ZWG
       """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# Ended during 2025 (lev, Antillean guilder): comparatives of that year are still held in them.
_ENDED_LATELY: Final = {"BGN": 2, "ANG": 2}
_WITHOUT_MINOR_UNIT: Final = frozenset({
    "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX",
})  # fmt: skip

EXPONENTS: Final[dict[str, int]] = _ENDED_LATELY | {
    code: places for places, codes in _BY_EXPONENT.items() for code in codes.split()
}
"""Decimals of each currency that has a minor unit, or has none because its unit is not divided."""


def exponent(code: str) -> int:
    """Return how many decimals a currency has.

    Raises: Problem ``unknown_currency`` or ``currency_without_minor_unit``.

    >>> exponent("EUR"), exponent("JPY"), exponent("KWD"), exponent("CLF")
    (2, 0, 3, 4)
    """
    places = EXPONENTS.get(code)
    if places is not None:
        return places
    if code in _WITHOUT_MINOR_UNIT:
        raise Problem("currency_without_minor_unit", f"{code} has no minor unit, so no amount can be held in it",
                      hint="hold gold as a quantity of an item, and its value in a currency",
                      where={"currency": code})  # fmt: skip
    raise Problem("unknown_currency", f"{code[:20]!r} is not a current ISO 4217 code",
                  hint="use the three capital letters, such as EUR", where={"currency": code[:20]})  # fmt: skip
