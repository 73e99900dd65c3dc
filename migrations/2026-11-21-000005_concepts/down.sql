DROP TABLE concepts;
DROP TABLE dialects;
