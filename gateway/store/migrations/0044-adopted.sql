-- The receiver had the record before the gateway came: closed by its own list, and not by a delivery.
ALTER TABLE obligation ADD COLUMN adopted boolean NOT NULL DEFAULT false;
