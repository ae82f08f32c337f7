"""The spool keeps bytes under their hash, whole, once, and never hands out what has been changed."""

import hashlib

from lowmark.store import spool
from tests import company


def test_what_is_put_comes_back_and_is_kept_once(store):
    digest = spool.put(b"item,quantity\n")
    assert digest == hashlib.sha256(b"item,quantity\n").digest()
    assert spool.put(b"item,quantity\n") == digest
    assert spool.get(digest) == b"item,quantity\n"
    kept = [path for path in spool.folder().rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [digest.hex()]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_what_is_not_there_or_was_changed_does_not_come_back(sqlite_store):
    assert spool.get(b"\0" * 32) is None
    digest = spool.put(b"one")
    next(path for path in spool.folder().rglob("*") if path.is_file()).write_bytes(b"two")
    assert spool.get(digest) is None


def test_an_imported_file_can_be_seen_again_by_the_hash_that_its_facts_cite(store):
    ours = company.found("SPOOL")
    content = b"item,name,item_class\nTENT,Tent,merchandise\n"
    answer = ours.do("import", ours.ada, table="items", file=company.File("items.csv", content))
    assert answer.accepted
    assert spool.get(bytes.fromhex(answer.file_hash)) == content
