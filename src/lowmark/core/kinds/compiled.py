"""Compile a kernel: the same function as plain Python, rebuilt by numba with 128-bit products.

Before this: `arithmetic`, and kernels anywhere in the core: undecorated functions over sequences of ints that call
only `arithmetic` and one another. After this: the same kernels on int64 arrays. This is the only importer of numba,
and imports it when first asked. Compiled code is kept in a directory named by the hash of the kernel's sources, the
twins' and numba's version, so a stale one is never found. Source: Knuth, The Art of Computer Programming 2, 4.3.1 D.
"""

import contextlib
import dis
import hashlib
import inspect
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from lowmark.core.kinds import arithmetic

COMPILE_FROM_ROWS: Final = 100_000
"""From this many rows on kernels run compiled: `docs/adr/0077`. One number, whatever is loaded already, because it decides
in several places whether columns are lists or arrays."""

_lock = threading.RLock()
_compiled: dict[Callable[..., Any], Callable[..., Any]] = {}


def for_size(kernel: Callable[..., Any], n: int) -> Callable[..., Any]:
    """Return the kernel itself for few rows (give it lists of int), or its compiled form (give it int64 arrays).

    >>> for_size(arithmetic.checked_add, 10) is arithmetic.checked_add
    True
    """
    return compile(kernel) if is_large(n) else kernel


def is_large(n: int) -> bool:
    """Say whether `for_size` compiles for this many rows, so that a caller can bring lists or arrays."""
    return n >= COMPILE_FROM_ROWS


def compile(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Return the compiled form of a kernel: nogil, cached on disk, once per process.

    Domain: the kernel is a plain function; the functions it names are `arithmetic`'s or plain kernels themselves.
    Raises: what the kernel raises, OverflowError included, when it is called.

    >>> compile(arithmetic.checked_add) is compile(arithmetic.checked_add)
    True
    """
    with _lock:
        if kernel not in _compiled:
            _compiled[kernel] = _rebuild(kernel)
        return _compiled[kernel]


def cache_directory() -> Path | None:
    """Return the directory of compiled kernels that this process may trust and write, or None.

    ``LOWMARK_KERNEL_CACHE`` if set; else one per user in the temporary directory; the home directory only if
    nothing else is writable. Compiled code is executed, so a directory that others own or may write is passed by.
    """
    chosen = os.environ.get("LOWMARK_KERNEL_CACHE")
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    candidates = [Path(chosen)] if chosen else []
    candidates += [Path(tempfile.gettempdir()) / f"lowmark-kernels-{user}"]
    with contextlib.suppress(RuntimeError):  # There need not be a home.
        candidates += [Path.home() / ".cache" / "lowmark-kernels"]
    return next((path for path in candidates if _is_ours(path)), None)


def _is_ours(path: Path) -> bool:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    others_may_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not others_may_write


def _rebuild(kernel: Callable[..., Any]) -> Callable[..., Any]:
    import numba

    twins = _twins()
    if kernel in twins:
        return twins[kernel]
    assert isinstance(kernel, FunctionType), "a kernel is an undecorated function"
    names = {name: _rebuild_named(value) for name, value in _reached(kernel).items()}
    rebuilt = FunctionType(kernel.__code__, names | {"__name__": kernel.__module__}, kernel.__name__)
    rebuilt.__module__ = kernel.__module__
    rebuilt.__qualname__ = kernel.__qualname__

    directory = cache_directory()
    if directory is None:
        return numba.njit(nogil=True)(rebuilt)  # type: ignore[no-any-return]
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(directory / _fingerprint(kernel))
    try:
        return numba.njit(nogil=True, cache=True)(rebuilt)  # type: ignore[no-any-return]
    finally:
        numba.config.CACHE_DIR = before


def _rebuild_named(value: Any) -> Any:
    return compile(value) if isinstance(value, FunctionType) else value


def _reached(kernel: FunctionType) -> dict[str, Any]:
    """Return what a kernel reads from its module, by name."""
    names = {step.argval for step in dis.get_instructions(kernel) if step.opname == "LOAD_GLOBAL"}
    return {name: kernel.__globals__[name] for name in sorted(names) if name in kernel.__globals__}


def _fingerprint(kernel: FunctionType) -> str:
    """Hash the sources of every function a kernel reaches, the constants it reads, the twins and numba's version."""
    import numba

    digest = hashlib.sha256(numba.__version__.encode())
    modules = {arithmetic.__name__, __name__}
    waiting, seen = [kernel], {kernel}
    while waiting:
        function = waiting.pop()
        modules.add(function.__module__)
        for name, value in _reached(function).items():
            if not isinstance(value, FunctionType):
                digest.update(f"{function.__qualname__} {name} {value!r}".encode())
            elif value not in seen:
                seen.add(value)
                waiting.append(value)
    for name in sorted(modules):
        digest.update(inspect.getsource(sys.modules[name]).encode())
    return digest.hexdigest()[:32]


@cache
def _twins() -> dict[Callable[..., Any], Callable[..., Any]]:
    """Build the compiled forms of `arithmetic`'s functions. Every operand is uint64 or int64, never mixed."""
    import numba
    import numpy as np

    unsigned, signed = np.uint64, np.int64
    zero, one = unsigned(0), unsigned(1)
    half, low = unsigned(32), unsigned(0xFFFFFFFF)
    base, sign_bit, whole_word = unsigned(1 << 32), unsigned(1 << 63), unsigned(64)

    @numba.njit(nogil=True)
    def product(a, b):  # type: ignore[no-untyped-def]
        """Multiply two words into (high, low), by halves."""
        a1, a0, b1, b0 = a >> half, a & low, b >> half, b & low
        bottom = a0 * b0
        middle = a1 * b0 + (bottom >> half)
        other = a0 * b1 + (middle & low)
        return a1 * b1 + (middle >> half) + (other >> half), (other << half) | (bottom & low)

    @numba.njit(nogil=True)
    def digit(top, next_half, d1, d0):  # type: ignore[no-untyped-def]
        """Return one half-word digit of a quotient; top < the divisor, whose halves are d1 (high bit set) and d0."""
        q = top // d1
        rest = top - q * d1
        while q >= base or q * d0 > (rest << half | next_half):
            q -= one
            rest += d1
            if rest >= base:
                break
        return q

    @numba.njit(nogil=True)
    def divide(high, bottom, divisor):  # type: ignore[no-untyped-def]
        """Divide (high, low) by a word, high < divisor, into (quotient, rest)."""
        shift = zero
        while divisor & sign_bit == zero:
            divisor <<= one
            shift += one
        if shift > zero:
            high = (high << shift) | (bottom >> (whole_word - shift))
            bottom <<= shift
        d1, d0 = divisor >> half, divisor & low
        q1 = digit(high, bottom >> half, d1, d0)
        between = (high << half) + (bottom >> half) - q1 * divisor
        q0 = digit(between, bottom & low, d1, d0)
        return (q1 << half) + q0, ((between << half) + (bottom & low) - q0 * divisor) >> shift

    @numba.njit(nogil=True)
    def multiply_divide_round(a, b, c):  # type: ignore[no-untyped-def]
        assert c > 0
        if b == c:  # The two ends of a layer need no division.
            return signed(a)
        if b == 0:
            return signed(0)
        negative = (a < 0) != (b < 0)
        factor = unsigned(-a) if a < 0 else unsigned(a)
        other = unsigned(-b) if b < 0 else unsigned(b)
        divisor = unsigned(c)
        high, bottom = product(factor, other)
        if high == zero:
            quotient = bottom // divisor
            rest = bottom - quotient * divisor
        elif high >= divisor:
            raise OverflowError("the result does not fit 64 bits")
        else:
            quotient, rest = divide(high, bottom, divisor)
        # rest < divisor < 2**63, so the comparison below cannot wrap, as twice the rest might not.
        beyond = divisor - rest
        if rest > beyond or (rest == beyond and quotient & one == one):
            quotient += one
        if quotient > sign_bit or (quotient == sign_bit and not negative):
            raise OverflowError("the result does not fit 64 bits")
        return signed(zero - quotient) if negative else signed(quotient)

    @numba.njit(nogil=True)
    def checked_add(a, b):  # type: ignore[no-untyped-def]
        total = signed(a) + signed(b)
        if (a ^ total) & (b ^ total) < 0:
            raise OverflowError("the sum does not fit 64 bits")
        return total

    return {arithmetic.multiply_divide_round: multiply_divide_round, arithmetic.checked_add: checked_add}
