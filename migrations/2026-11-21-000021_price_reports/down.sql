DROP TRIGGER close_reports ON listings;
DROP FUNCTION close_price_reports;
DROP TABLE price_reports;
