DROP FUNCTION follow_table;
DROP FUNCTION record_truncate;
DROP FUNCTION record_changes;
DROP TABLE changes;
