-- Words to a department that are no warning of a due day. Each way out of the console is told of each letter once.
CREATE TABLE letter (
  id                    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department_id         int NOT NULL REFERENCES department,
  kind                  text NOT NULL,       -- 'urged', 'supervised', 'quiet-stream'
  text                  text NOT NULL,
  made_at               timestamptz NOT NULL DEFAULT now(),
  webhook_told_at       timestamptz,
  webhook_sending_until timestamptz,
  mail_told_at          timestamptz,
  mail_sending_until    timestamptz
);
CREATE INDEX letter_webhook_untold ON letter (id) WHERE webhook_told_at IS NULL;
CREATE INDEX letter_mail_untold ON letter (id) WHERE mail_told_at IS NULL;

-- 催办 and 督办: what the data office wants done, until the department takes note.
CREATE TABLE urging (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department_id    int NOT NULL REFERENCES department,
  level            text NOT NULL,            -- 'urged', 'supervised'
  follows          bigint UNIQUE REFERENCES urging,  -- supervised: the urging that was not enough
  obligations      int NOT NULL,
  reason           text NOT NULL,
  answer_by        text NOT NULL,            -- day by which an answer is wanted
  urged_by         text NOT NULL,
  urged_at         timestamptz NOT NULL DEFAULT now(),
  acknowledged_at  timestamptz,
  acknowledged_by  text,
  answer           text
);
CREATE INDEX urging_open ON urging (department_id, id) WHERE acknowledged_at IS NULL;
CREATE TABLE urged_duty (
  urging_id      bigint NOT NULL REFERENCES urging,
  subject_id     uuid NOT NULL,
  rule_id        int NOT NULL,
  target_id      int NOT NULL,
  department_id  int NOT NULL,
  PRIMARY KEY (subject_id, rule_id, target_id, urging_id)
);
CREATE INDEX urged_duty_by_urging ON urged_duty (urging_id);
