"""Plans against write-downs: read what is at risk in one or several entities, and draft what carries an action out."""
