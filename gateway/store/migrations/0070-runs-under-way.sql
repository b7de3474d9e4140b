-- Whoever watches runs asks every second which are under way; without this the whole history would be read each time.
CREATE INDEX run_under_way ON run (id) WHERE state = 'running';
