DROP TABLE jobs;
DROP FUNCTION wake_workers;
