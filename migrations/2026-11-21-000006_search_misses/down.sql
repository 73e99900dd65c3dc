DROP TABLE shop_requests;
DROP TABLE search_misses;
