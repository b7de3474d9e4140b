-- Two rows of one stream may speak for one record; the last one wins, and every time it does is counted.
ALTER TABLE record ADD COLUMN shared boolean NOT NULL DEFAULT false;
ALTER TABLE run ADD COLUMN overridden bigint NOT NULL DEFAULT 0;
