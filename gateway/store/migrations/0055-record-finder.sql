-- By what people look for records: the numbers of their documents and the persons and bodies they concern, as keyed
-- hashes. Made after the fact by following the exchange log, off the way of the records; a record's older numbers stay.
CREATE TABLE record_finder (
  hash         bytea NOT NULL,               -- first 8 bytes of the keyed hash of kind and text
  record_id    uuid NOT NULL,
  PRIMARY KEY (hash, record_id)
);
CREATE TABLE record_finder_place (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_index   bigint NOT NULL               -- of the log, up to which it was followed
);
INSERT INTO record_finder_place (next_index) VALUES (0);
