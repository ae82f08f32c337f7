-- The header is the seal: with it the lines are complete, and after it none is added.
CREATE TRIGGER law_entry_sealed_entry BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'law entry_sealed: an entry has two lines or more') WHERE NEW.n_lines < 2;
  SELECT RAISE(ABORT, 'law entry_sealed: an entry has as many lines as its header says; lines first, header last')
  WHERE (SELECT count(*) FROM ledger_line WHERE entry_id = NEW.id) <> NEW.n_lines;
  SELECT RAISE(ABORT, 'law entry_sealed: the debits of an entry equal its credits')
  WHERE (SELECT sum(amount_minor) FROM ledger_line WHERE entry_id = NEW.id) <> 0;
  SELECT RAISE(ABORT, 'law entry_sealed: every line has the entity and the book of its entry')
  WHERE EXISTS (
    SELECT 1 FROM ledger_line
    WHERE entry_id = NEW.id AND (entity_id <> NEW.entity_id OR book_id <> NEW.book_id)
  );
END;
CREATE TRIGGER law_entry_sealed_line BEFORE INSERT ON ledger_line
BEGIN
  SELECT RAISE(ABORT, 'law entry_sealed: a line of nothing is no line') WHERE NEW.amount_minor = 0;
  SELECT RAISE(ABORT, 'law entry_sealed: the entry has its header, and takes no more lines')
  WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id);
END;
