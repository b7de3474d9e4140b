-- What senders push to us, in the order of arrival, until the exchanges have read it and for as long as it may be
-- read again. Rows are sealed as they came: nobody has mapped them yet, so nobody knows what in them is personal.
CREATE TABLE inbound_stream (
  connector_id  int NOT NULL REFERENCES connector,
  stream        text NOT NULL,
  last_place    bigint NOT NULL DEFAULT 0,   -- its row is locked to give the next place: places become visible in order
  PRIMARY KEY (connector_id, stream)
);
CREATE TABLE inbound_batch (
  id             uuid PRIMARY KEY,
  connector_id   int NOT NULL REFERENCES connector,
  stream         text NOT NULL,
  place          bigint NOT NULL,
  name           text NOT NULL,              -- the sender's own: the same name is the same batch
  department_id  int NOT NULL REFERENCES department,
  content_hash   bytea NOT NULL,             -- keyed
  row_count      int NOT NULL,
  sender         text NOT NULL,
  sealed         bytea NOT NULL,
  data_key_id    uuid NOT NULL,
  taken_at       timestamptz NOT NULL DEFAULT now(),
  UNIQUE (connector_id, stream, name),
  UNIQUE (connector_id, stream, place)
);
CREATE INDEX inbound_batch_taken ON inbound_batch (taken_at);
-- Nonces of signed requests within the time in which their timestamps count: a request that was listened to is refused.
CREATE TABLE inbound_nonce (
  connector   text NOT NULL,                 -- department/name
  nonce       text NOT NULL,
  seen_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connector, nonce)
);
CREATE INDEX inbound_nonce_seen ON inbound_nonce (seen_at);
