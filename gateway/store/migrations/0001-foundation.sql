-- The tables of the way of a record. Legal dates are text YYYY-MM-DD (Asia/Shanghai), instants timestamptz.
-- `month` is the first day of the month in which a row was written, in UTC; it is part of the key of every
-- table that grows with time, so that a month can be sealed and moved away as a whole.

CREATE TABLE store_origin (
  id          uuid PRIMARY KEY,
  made_at     timestamptz NOT NULL DEFAULT now()
);
INSERT INTO store_origin (id) VALUES (gen_random_uuid());

-- Words that millions of rows refer to by a small number.
CREATE TABLE department (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE
);
CREATE TABLE dataset (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE
);
CREATE TABLE connector (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reference   text NOT NULL UNIQUE,          -- department/name
  system      text NOT NULL
);
CREATE TABLE source_stream (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector_id int NOT NULL REFERENCES connector,
  name         text NOT NULL,
  UNIQUE (connector_id, name)
);
CREATE TABLE deadline_rule (
  id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE
);

-- Configuration: versions are only ever added.
CREATE TABLE resource_version (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL,
  department  text NOT NULL,
  name        text NOT NULL,
  version     int NOT NULL,
  digest      text NOT NULL,
  manifest    json NOT NULL,
  applied_at  timestamptz NOT NULL,
  applied_by  text NOT NULL,
  UNIQUE (kind, department, name, version)
);

-- One exchange's place in its source, and who runs it now (by database time, over all processes).
CREATE TABLE exchange_state (
  exchange        text PRIMARY KEY,          -- department/name
  department_id   int NOT NULL REFERENCES department,
  cursor          text,
  mapping_digest  text,                      -- of the cursor: another mapping reads the source again
  running_by      uuid,
  running_until   timestamptz,
  last_run_id     bigint
);
CREATE TABLE schedule_slot (
  exchange    text NOT NULL,
  slot        timestamptz NOT NULL,
  claimed_by  text NOT NULL,
  claimed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (exchange, slot)
);

CREATE TYPE run_state AS ENUM ('running', 'done', 'failed', 'stopped');
CREATE TABLE run (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exchange           text NOT NULL,
  department_id      int NOT NULL REFERENCES department,
  exchange_version   bigint NOT NULL REFERENCES resource_version,
  mapping_version    bigint NOT NULL REFERENCES resource_version,
  state              run_state NOT NULL DEFAULT 'running',
  started_at         timestamptz NOT NULL DEFAULT now(),
  ended_at           timestamptz,
  -- In source rows: rows = unchanged + folded + skipped + mapped + quarantined.
  rows               bigint NOT NULL DEFAULT 0,
  unchanged          bigint NOT NULL DEFAULT 0,
  folded             bigint NOT NULL DEFAULT 0,
  skipped            bigint NOT NULL DEFAULT 0,
  mapped             bigint NOT NULL DEFAULT 0,
  quarantined        bigint NOT NULL DEFAULT 0,
  versions           bigint NOT NULL DEFAULT 0,
  error_code         text,
  error_text         text
);
CREATE INDEX run_by_exchange ON run (exchange, id);
-- What a run owed each target; what became of it is read from the deliveries.
CREATE TABLE run_target (
  run_id      bigint NOT NULL REFERENCES run,
  target_id   int NOT NULL REFERENCES connector,
  owed        bigint NOT NULL DEFAULT 0,
  not_owed    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, target_id)
);

-- One key per person or body whose personal fields are sealed; without its row the ciphertexts are noise.
CREATE TABLE data_key (
  id            uuid PRIMARY KEY,
  subject_index bytea NOT NULL UNIQUE,       -- keyed blind index of the subject's identifier
  wrapped       bytea NOT NULL
);

-- The tables that grow by millions have no foreign keys: their numbers come from the name tables above, which lose
-- no row, and a check per row and key costs as much as the row.
CREATE TABLE record (
  id              uuid PRIMARY KEY,
  dataset_id      int NOT NULL,
  department_id   int NOT NULL,
  key_hash        bytea NOT NULL,
  current_version int NOT NULL,
  current_month   date NOT NULL,
  content_hash    bytea NOT NULL,            -- of the current version
  origin_stream   int NOT NULL,
  withdrawn       boolean NOT NULL DEFAULT false,
  UNIQUE (key_hash, dataset_id, department_id)
) WITH (fillfactor = 90);

-- Which record a source row became. It stands from the first sight of the row, also of one that failed.
CREATE TABLE source_ref (
  stream_id       int NOT NULL,
  source_key      bytea NOT NULL,            -- first 16 bytes of the keyed hash of the source's own key
  department_id   int NOT NULL REFERENCES department,
  record_id       uuid NOT NULL,
  row_hash        bytea NOT NULL,            -- keyed hash of row and mapping: equal means nothing to do
  quarantined     boolean NOT NULL DEFAULT false,
  seen_run        bigint NOT NULL,
  PRIMARY KEY (stream_id, source_key)
) WITH (fillfactor = 90);

CREATE TYPE record_operation AS ENUM ('upsert', 'withdraw');
CREATE TABLE record_version (
  month            date NOT NULL,
  record_id        uuid NOT NULL,
  version          int NOT NULL,
  department_id    int NOT NULL,
  dataset_id       int NOT NULL,
  operation        record_operation NOT NULL,
  content          json NOT NULL,            -- canonical text without the personal fields
  sealed           bytea,                    -- the personal fields
  data_key_id      uuid,
  content_hash     bytea NOT NULL,
  event_date       text,
  origin_stream    int NOT NULL,
  run_id           bigint NOT NULL,
  mapping_version  bigint NOT NULL,
  schema_version   text NOT NULL,
  made_at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (record_id, version, month)
) PARTITION BY RANGE (month);

CREATE TYPE delivery_state AS ENUM
  ('pending', 'sending', 'unknown', 'sent', 'accepted', 'rejected', 'held', 'superseded', 'cancelled');
-- While a delivery is open its state is the outbox row's; a settled one has its final state here.
CREATE TABLE delivery (
  month             date NOT NULL,
  record_id         uuid NOT NULL,
  target_id         int NOT NULL,
  version           int NOT NULL,
  resend            int NOT NULL DEFAULT 0,
  department_id     int NOT NULL,
  run_id            bigint NOT NULL,
  exchange_version  bigint NOT NULL,
  mapping_version   bigint NOT NULL,
  agreement_version bigint NOT NULL,
  operation         record_operation NOT NULL,
  state             delivery_state,          -- null while open
  attempt_id        uuid,                    -- the attempt that settled it
  handed_over_at    timestamptz,
  settled_at        timestamptz,
  receipt_code      text,
  receipt_text      text,
  PRIMARY KEY (record_id, target_id, version, resend, month)
) PARTITION BY RANGE (month);

-- Why a pending delivery may not be claimed yet.
CREATE TYPE delivery_wait AS ENUM ('older-version', 'reference');
CREATE TABLE outbox (
  target_id       int NOT NULL,
  record_id       uuid NOT NULL,
  version         int NOT NULL,
  resend          int NOT NULL DEFAULT 0,
  month           date NOT NULL,             -- of the delivery
  version_month   date NOT NULL,             -- of the record version
  department_id   int NOT NULL,
  exchange        text NOT NULL,
  operation       record_operation NOT NULL,
  state           delivery_state NOT NULL DEFAULT 'pending',
  wait            delivery_wait,
  wait_key        bytea,                     -- key hash of the record referred to
  due_at          timestamptz NOT NULL,      -- 'infinity' where nothing is due
  next_at         timestamptz NOT NULL,
  attempts        int NOT NULL DEFAULT 0,
  attempt_id      uuid,
  handed_over_at  timestamptz,
  token           text,
  reason          text,                      -- code of what stopped it: held, unknown, retried
  made_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (record_id, target_id, version, resend)
);
CREATE INDEX outbox_claim ON outbox (target_id, exchange, due_at) WHERE state = 'pending' AND wait IS NULL;
CREATE INDEX outbox_open ON outbox (target_id, state, next_at) WHERE state IN ('unknown', 'sent');
CREATE INDEX outbox_wait ON outbox (wait_key, target_id) WHERE wait_key IS NOT NULL;
-- At most one delivery per record and target is on its way.
CREATE UNIQUE INDEX outbox_in_flight ON outbox (record_id, target_id) WHERE state IN ('sending', 'unknown', 'sent');

-- One row per batch handed to a receiver (or per question to it).
CREATE TABLE delivery_attempt (
  month         date NOT NULL,
  id            uuid NOT NULL,
  target_id     int NOT NULL,
  stream        text NOT NULL,
  deliveries    int NOT NULL,
  started_at    timestamptz NOT NULL DEFAULT now(),
  lease_until   timestamptz NOT NULL,
  ended_at      timestamptz,
  accepted      int NOT NULL DEFAULT 0,
  rejected      int NOT NULL DEFAULT 0,
  sent          int NOT NULL DEFAULT 0,
  unknown       int NOT NULL DEFAULT 0,
  error_code    text,
  error_text    text,
  PRIMARY KEY (id, month)
) PARTITION BY RANGE (month);

-- What the processes share about one receiver, by database time.
CREATE TABLE target_state (
  target_id       int PRIMARY KEY REFERENCES connector,
  paused          boolean NOT NULL DEFAULT false,
  paused_reason   text,
  failures        int NOT NULL DEFAULT 0,    -- failed attempts in a row
  open_until      timestamptz,               -- the breaker lets nothing pass before
  tokens          double precision NOT NULL DEFAULT 0,
  tokens_at       timestamptz NOT NULL DEFAULT now()
);
-- Attempts on their way: a row holds one of the target's places until it ends or its lease lapses.
CREATE TABLE attempt_lease (
  attempt_id   uuid PRIMARY KEY,
  target_id    int NOT NULL,
  month        date NOT NULL,
  lease_until  timestamptz NOT NULL
);
CREATE INDEX attempt_lease_by_target ON attempt_lease (target_id);

CREATE TYPE obligation_state AS ENUM ('open', 'met', 'met-late', 'waived', 'withdrawn');
CREATE TYPE met_by AS ENUM ('handed-over', 'accepted', 'published');
CREATE TABLE obligation (
  subject_id        uuid NOT NULL,           -- the record's id, reserved from the first sight of its row
  rule_id           int NOT NULL,
  target_id         int NOT NULL DEFAULT 0,  -- 0: no single target
  department_id     int NOT NULL,
  dataset_id        int NOT NULL,
  rule_version      bigint NOT NULL,
  trigger_date      text NOT NULL,
  due_on            text NOT NULL,
  due_at            timestamptz NOT NULL,
  provisional       boolean NOT NULL,
  met_by            met_by NOT NULL,
  operation         record_operation NOT NULL, -- what has to arrive: the record, or its withdrawal
  state             obligation_state NOT NULL DEFAULT 'open',
  first_seen_at     timestamptz NOT NULL DEFAULT now(),
  met_at            timestamptz,
  closed_by_version int,
  PRIMARY KEY (subject_id, rule_id, target_id)
) WITH (fillfactor = 90);
CREATE INDEX obligation_open ON obligation (due_at) WHERE state = 'open';
-- An obligation never loses what it once said.
CREATE TABLE obligation_history (
  month        date NOT NULL,
  id           uuid NOT NULL,
  subject_id   uuid NOT NULL,
  rule_id      int NOT NULL,
  target_id    int NOT NULL,
  department_id int NOT NULL,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  before       jsonb NOT NULL,
  reason       text NOT NULL,
  PRIMARY KEY (id, month)
) PARTITION BY RANGE (month);

CREATE TYPE quarantine_kind AS ENUM ('source-row', 'delivery');
CREATE TYPE quarantine_state AS ENUM ('open', 'mended', 'dismissed');
CREATE TABLE quarantine (
  id             uuid PRIMARY KEY,
  kind           quarantine_kind NOT NULL,
  department_id  int NOT NULL REFERENCES department,
  exchange       text NOT NULL,
  record_id      uuid NOT NULL,
  stream_id      int,
  source_key     bytea,
  target_id      int,
  version        int,
  position       text NOT NULL,
  raw            bytea,                      -- the row as it came, sealed
  data_key_id    uuid,
  problems       json NOT NULL,
  state          quarantine_state NOT NULL DEFAULT 'open',
  run_id         bigint NOT NULL,
  first_seen_at  timestamptz NOT NULL DEFAULT now(),
  last_seen_at   timestamptz NOT NULL DEFAULT now(),
  closed_at      timestamptz
);
CREATE UNIQUE INDEX quarantine_source_row ON quarantine (stream_id, source_key) WHERE state = 'open' AND kind = 'source-row';
CREATE INDEX quarantine_open ON quarantine (department_id, id) WHERE state = 'open';
CREATE INDEX quarantine_by_record ON quarantine (record_id);

-- Exchange log: the transaction of the work adds a segment and a note that it has no index yet; one sequencer
-- at a time takes the notes in order and gives the segments their places.
CREATE TABLE log_segment (
  month        date NOT NULL,
  id           uuid NOT NULL,
  entries      text NOT NULL,                -- canonical entries, a newline after each; hashed as UTF-8
  leaf_hashes  bytea NOT NULL,               -- 32 bytes each
  entry_count  int NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, month)
) PARTITION BY RANGE (month);
CREATE TABLE log_unsequenced (
  segment_id   uuid PRIMARY KEY,
  month        date NOT NULL,
  entry_count  int NOT NULL
);
CREATE TABLE log_sequence (
  first_index  bigint PRIMARY KEY,
  entry_count  int NOT NULL,
  segment_id   uuid NOT NULL UNIQUE,
  month        date NOT NULL
);
CREATE TABLE log_head (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_index   bigint NOT NULL
);
INSERT INTO log_head (next_index) VALUES (0);
