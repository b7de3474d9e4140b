-- What people were not yet told of by mail, beside what the webhook was not yet told of: each way has its own count.
ALTER TABLE deadline_notice
  ADD COLUMN mail_unsent int NOT NULL DEFAULT 0,
  ADD COLUMN mail_sending_until timestamptz;
CREATE INDEX deadline_notice_mail_unsent ON deadline_notice (id) WHERE mail_unsent > 0;
