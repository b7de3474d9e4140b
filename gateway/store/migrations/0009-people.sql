-- Who may use the gateway. A person or key belongs to one department; how far its rights reach, its role says.
CREATE TABLE person (
  id                   uuid PRIMARY KEY,
  name                 text NOT NULL UNIQUE,    -- to sign in with, lower case
  title                text NOT NULL,           -- as colleagues know it
  department_id        int NOT NULL REFERENCES department,
  role                 text NOT NULL,
  password             text NOT NULL,           -- scrypt, with its parameters and salt
  must_change_password boolean NOT NULL,
  second_factor        bytea,                   -- TOTP secret, sealed; null: none
  second_factor_step   bigint,                  -- last time step that was used: a code serves once
  disabled_at          timestamptz,
  made_at              timestamptz NOT NULL DEFAULT now(),
  made_by              text NOT NULL
);

-- Only digests of tokens are kept: whoever reads this table cannot sign in with it.
CREATE TABLE session (
  digest      bytea PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES person,
  made_at     timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  ends_at     timestamptz NOT NULL
);
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE api_key (
  id            uuid PRIMARY KEY,
  name          text NOT NULL,
  digest        bytea NOT NULL UNIQUE,
  department_id int NOT NULL REFERENCES department,
  role          text NOT NULL,
  made_at       timestamptz NOT NULL DEFAULT now(),
  made_by       text NOT NULL,
  ends_at       timestamptz NOT NULL,
  used_at       timestamptz,
  revoked_at    timestamptz
);

-- By the digest of the name that was tried, whether somebody bears it or not: a lock tells nobody which names exist.
CREATE TABLE sign_in_failure (
  name_digest   bytea PRIMARY KEY,
  failures      int NOT NULL,
  failed_at     timestamptz NOT NULL DEFAULT now(),
  locked_until  timestamptz
);
