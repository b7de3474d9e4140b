-- When an obligation was closed, so that the figures of any past day can be counted again: what was closed later was
-- still open on that day. `met_at` cannot say it, for it is the hand-over of what was accepted afterwards. A trigger
-- sets it, because obligations are closed in several places and none of them may forget it.
ALTER TABLE obligation ADD COLUMN closed_at timestamptz;
UPDATE obligation SET closed_at = COALESCE(met_at, now()) WHERE state <> 'open';

CREATE FUNCTION set_obligation_closed_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.closed_at := CASE WHEN NEW.state = 'open' THEN NULL ELSE now() END; RETURN NEW; END
$$;
CREATE TRIGGER obligation_closed BEFORE UPDATE OF state ON obligation
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION set_obligation_closed_at();
