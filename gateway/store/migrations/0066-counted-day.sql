-- Days of which the log says how much each stream gave: once, whichever process does it.
CREATE TABLE counted_day (
  day          date PRIMARY KEY,             -- of Asia/Shanghai
  counted_at   timestamptz NOT NULL
);
