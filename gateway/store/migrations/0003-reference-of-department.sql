-- A key is unique within dataset and department: a delivery that waits for a record waits for one department's, or,
-- where the key is unique in the whole country (null), for anybody's. What waits now waited for anybody's.
ALTER TABLE outbox ADD COLUMN wait_department int;
