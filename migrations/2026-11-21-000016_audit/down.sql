DROP TABLE audit_log CASCADE;
DROP FUNCTION chain_audit();
