-- What outsiders say of checkpoints by clocks of their own. Each proves that the events below its size were there then.
CREATE TABLE log_witnessed (
  size         bigint NOT NULL,
  place        text NOT NULL,                -- as in log_witness
  kind         text NOT NULL CHECK (kind IN ('time-stamp', 'cosignature', 'chain')),
  witnessed_at timestamptz NOT NULL,         -- by the outsider's clock
  taken_at     timestamptz NOT NULL,         -- by ours, when the answer came
  note         text NOT NULL,                -- the checkpoint, with the signatures that it had by then
  evidence     text NOT NULL,                -- token (base64), line of the cosignature, receipt of the chain (JSON)
  PRIMARY KEY (size, place)
);
