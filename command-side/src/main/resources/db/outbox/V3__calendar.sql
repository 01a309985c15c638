-- By which version of the calendar the days of a window were counted last; null where no day was counted. Of the windows
-- that run already it is not known whether days were counted, so that each of their histories is asked once.
ALTER TABLE outbox.due_window ADD COLUMN calendar INTEGER;
UPDATE outbox.due_window SET calendar = 1;

-- Which windows were counted before a notice was loaded?
CREATE INDEX due_window_by_calendar ON outbox.due_window (calendar, position);
