"""The one multiply-divide-round, and the few checked operations a kernel may call.

Before this: nothing. After this: everything that multiplies money. These are the plain forms, on Python's unbounded
ints; `kinds.compiled` puts a twin with 128-bit products in their place, which must agree with them to the last unit.
Kernels therefore call nothing else. Source: half to even is roundTiesToEven of IEEE 754-2019, 4.3.1.
"""

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1


def multiply_divide_round(a: int, b: int, c: int) -> int:
    """Return ``a * b / c`` rounded half to even, exactly.

    Units:  whatever the factors carry; the product is never narrowed before it is divided.
    Domain: ``c > 0``; ``a`` and ``b`` of any sign.
    Raises: OverflowError when the result does not fit a signed 64-bit integer.

    >>> multiply_divide_round(5, 1, 2), multiply_divide_round(7, 1, 2), multiply_divide_round(-5, 1, 2)
    (2, 4, -2)
    >>> multiply_divide_round(9_000_000_000_000_000_000, 2, 3)
    6000000000000000000
    """
    assert c > 0
    quotient, rest = divmod(a * b, c)
    twice = 2 * rest
    if twice > c or (twice == c and quotient & 1):
        quotient += 1
    if not INT64_MIN <= quotient <= INT64_MAX:
        raise OverflowError("the result does not fit 64 bits")
    return quotient


def checked_add(a: int, b: int) -> int:
    """Return ``a + b``, which must fit a signed 64-bit integer.

    Raises: OverflowError when it does not.

    >>> checked_add(2, -3)
    -1
    """
    total = a + b
    if not INT64_MIN <= total <= INT64_MAX:
        raise OverflowError("the sum does not fit 64 bits")
    return total
