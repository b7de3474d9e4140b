-- A notice on its way to people outside the console: nobody else sends it until then. A lease by database time, so
-- that a process that dies while it sends loses nothing.
ALTER TABLE deadline_notice ADD COLUMN sending_until timestamptz;
