-- The hash tree over the exchange log. What a log is called and hashed with is fixed when it is made.
CREATE TABLE log_identity (
  only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  origin       text NOT NULL,                -- first line of every checkpoint, and name of the keys that sign it
  hash         text NOT NULL CHECK (hash IN ('sha256', 'sm3')),
  made_at      timestamptz NOT NULL DEFAULT now()
);

-- Public keys that sign or have signed checkpoints. A retired one stays, so that old checkpoints can be checked.
CREATE TABLE log_key (
  id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  algorithm    text NOT NULL CHECK (algorithm IN ('ed25519', 'sm2')),
  verifier     text NOT NULL UNIQUE,         -- name+id+base64
  from_size    bigint NOT NULL,              -- size of the tree when it came into use
  until_size   bigint,                       -- and when it was retired; null while in use
  made_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX log_key_in_use ON log_key (algorithm) WHERE until_size IS NULL;

-- The tree is as tall as the events that are in it; on a store from before the tree it catches up with next_index.
ALTER TABLE log_head ADD COLUMN tree_size bigint NOT NULL DEFAULT 0;

-- Tiles as C2SP tlog-tiles lays them out: 256 hashes of 32 bytes side by side. Full ones are written once.
CREATE TABLE log_tile (
  level        smallint NOT NULL,
  tile         bigint NOT NULL,
  hashes       bytea NOT NULL,
  PRIMARY KEY (level, tile)
);
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;  -- hashes do not compress
-- The tile of each level that is not full yet.
CREATE TABLE log_tile_edge (
  level        smallint PRIMARY KEY,
  tile         bigint NOT NULL,
  hashes       bytea NOT NULL
);
ALTER TABLE log_tile_edge ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Signed tree heads, newest by id. Of those of one minute only the last is kept.
CREATE TABLE log_checkpoint (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size         bigint NOT NULL,
  signed_at    timestamptz NOT NULL DEFAULT now(),
  note         text NOT NULL
);
CREATE INDEX log_checkpoint_by_size ON log_checkpoint (size);
